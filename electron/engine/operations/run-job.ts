import type { Context } from "../../../shared/contract/client.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Runs long work as a job: listed, cancellable by whoever sees it, and by the caller's own signal. */
export function runJob<T>(
  parts: EngineParts,
  name: string,
  title: string,
  context: Context,
  work: (signal: AbortSignal, progress: (progress: JobProgress) => void) => Promise<T>,
): Promise<T> {
  const run = (signal: AbortSignal, progress: (progress: JobProgress) => void): Promise<T> =>
    work(signal, (change) => {
      progress(change);
      context.progress({ stage: "", done: 0, total: null, unit: "", ...change });
    });
  return parts.jobs.start(name, title, run, context.signal).result;
}
