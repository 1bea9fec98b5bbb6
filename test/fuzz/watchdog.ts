import { writeSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";

/** A case that never ends holds the thread that could tell of it: another one looks on and ends the process. */
const givesUpAfterMs = 60_000;
/** Of a case that waits for what never comes: long, since a machine with much else to do may give us no time at all. */
const waitsAtMostMs = 15 * 60_000;
const lookEveryMs = 1000;

interface Watched {
  readonly counter: Int32Array<SharedArrayBuffer>;
  readonly what: string;
}

/** Returns what is to be called before every case. */
export function startWatchdog(what: string): { readonly beat: () => void; readonly stop: () => Promise<number> } {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { counter, what } satisfies Watched });
  worker.unref();
  return { beat: () => void Atomics.add(counter, 0, 1), stop: () => worker.terminate() };
}

function watch({ counter, what }: Watched): void {
  let seen = 0;
  let since = performance.now();
  let usage = process.cpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage(usage);
    return (user + system) / 1000;
  };
  setInterval(() => {
    const now = Atomics.load(counter, 0);
    if (now !== seen) {
      seen = now;
      since = performance.now();
      usage = process.cpuUsage();
    } else if (now > 0 && (usedMs() > givesUpAfterMs || performance.now() - since > waitsAtMostMs)) {
      writeSync(2, `${what}: case ${now} does not end\n`);
      process.kill(process.pid, "SIGKILL");
    }
  }, lookEveryMs);
}

if (!isMainThread) watch(workerData as Watched);
