import type { Context } from "../../../shared/contract/client.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { comparedAt, linkRecords } from "../resolution/link-records.ts";
import type { Partition } from "../resolution/partition.ts";
import type { EngineParts } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";

const stages = { person: "people", host: "hosts", account: "accounts", group: "groups" } as const;

/**
 * Compares the records that share no identifier where that was not done since inventories changed, as one job however many ask meanwhile. In a workspace
 * open read-only nothing is compared.
 */
export function createComparing(parts: EngineParts, settled: () => Partition): (context: Context) => Promise<void> {
  const { db } = parts.workspace;
  let running: Promise<void> | undefined;
  const compare = (context: Context): Promise<void> =>
    runJob(parts, "entities.link", "Compare records", context, async (signal, progress) => {
      const before = settled().number;
      await linkRecords(db, parts.queryEngine, {
        signal,
        progress: (type, done, total) => progress({ stage: `comparing ${stages[type]}`, done, total, unit: "kinds of thing" }),
      });
      const { number } = settled();
      if (number !== before) parts.emit("entities.changed", { version: number });
    });
  return async (context) => {
    settled();
    while (!db.readonly && comparedAt(db) === undefined)
      try {
        running ??= compare(context).finally(() => {
          running = undefined;
        });
        await running;
      } catch (error) {
        // Whoever asked first has left; the work is taken up again for those who still wait.
        if (!(error instanceof CancelledError) || context.signal.aborted) throw error;
      }
  };
}
