import { join } from "node:path";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { tempDir } from "./temp-dir.ts";

export interface Capture {
  /** The first twenty of a model trained on the capture with that seed. */
  readonly queue: (model: string, seed: number) => Promise<readonly QueueRow[]>;
}

/** Imports the paths into a workspace of its own, lets `work` train and score on it, and closes it. */
export async function withCapture(paths: readonly string[], work: (capture: Capture) => Promise<void>, clock = "declared"): Promise<void> {
  const engine = await createEngine({ workspaceDir: join(tempDir(), "workspace"), create: true });
  try {
    const client = createInProcessClient(engine, { trust: "local", host: "test" });
    await client.call("telemetry.import", { paths: [...paths], source: "capture", clock });
    await work({
      queue: async (model, seed) => {
        const version = await client.call("models.train", { model, seed });
        await client.call("scoring.run", { models: [model], version: version.id, budget: 20, auditShare: 0 });
        const page = await client.call("triage.queue", { model, limit: 20 });
        return page.rows;
      },
    });
  } finally {
    await engine.close();
  }
}

/** Ranks of the rows that `isWanted`, best first. */
export const ranksOf = (rows: readonly QueueRow[], isWanted: (keys: Readonly<Record<string, string>>) => boolean): number[] =>
  rows.filter((row) => isWanted(row.subject.keys)).map((row) => row.rank);
