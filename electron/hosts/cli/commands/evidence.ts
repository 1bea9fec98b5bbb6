import type { Command } from "commander";
import { positiveInteger, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, table } from "../text.ts";

export function addEvidence(program: Command, cli: Cli): void {
  program
    .command("evidence")
    .description("the events behind an anomaly, each with its file and record")
    .argument("<anomaly>")
    .option("--limit <n>", "most rows to show", positiveInteger, 200)
    .option("--offset <n>", "rows to pass over", wholeNumber, 0)
    .action((anomalyId: string, { limit, offset }: { limit: number; offset: number }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("triage.evidence", { anomalyId, limit, offset }, signal),
        text: ({ rows, total }) =>
          `${table(rows, [
            { title: "TIME", value: ({ ref }) => isoTime(ref.time) },
            { title: "CLASS", value: ({ ref }) => ref.class },
            { title: "EVENT", value: ({ ref }) => ref.eventId },
            { title: "RECORD", value: ({ ref }) => `${ref.file}:${ref.record}` },
            {
              title: "IDENTIFIERS",
              value: ({ ref }) =>
                Object.entries(ref.ids)
                  .map(([name, id]) => `${name}=${id}`)
                  .join(" "),
            },
          ])}${rows.length} of ${total}\n`,
      }),
    );
}
