import type { Command } from "commander";
import { positiveNumber, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime } from "../text.ts";

interface Options {
  readonly until?: number;
  readonly hours?: number;
  readonly wake?: boolean;
  readonly note?: string;
  readonly analyst?: string;
}

export function addSnooze(program: Command, cli: Cli): void {
  program
    .command("snooze")
    .description("put anomalies off until a time; no verdict is given or changed")
    .argument("<anomaly...>")
    .option("--until <time>", "when they come back, as 2026-05-01T13:00:00Z", timeUs)
    .option("--hours <n>", "so many hours from now", positiveNumber)
    .option("--wake", "take them back into the queue now")
    .option("--note <text>", "what is waited for")
    .option("--analyst <name>", "who decides")
    .action((anomalyIds: string[], { until, hours, wake, note, analyst }: Options, command: Command) => {
      const given = [until, hours, wake].filter((one) => one !== undefined).length;
      if (given !== 1) command.error("error: name one of --until, --hours and --wake");
      const at = until ?? (hours === undefined ? null : Math.round((Date.now() + hours * 3_600_000) * 1000));
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("snoozes.set", { anomalyIds, until: at, note, analyst }, signal),
        text: ({ anomalies }) =>
          `${anomalies} ${at === null ? "back in the queue" : `snoozed until ${isoTime(at)}`}; take it back with: quarry undo\n`,
      });
    });
}
