import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { printable } from "../text.ts";

export function addUndo(program: Command, cli: Cli): void {
  program
    .command("undo")
    .description("take back the analyst's last decision; the log keeps both")
    .option("--analyst <name>", "whose decision")
    .action(({ analyst }: { analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("triage.undo", { analyst }, signal),
        text: ({ what, anomalyIds }) => `undone: ${printable(what)} (${anomalyIds.length} anomalies)\n`,
      }),
    );
}
