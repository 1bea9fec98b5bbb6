import { type Command, Option } from "commander";
import type { HealthFix, HealthReport, HealthResult } from "../../../../shared/contract/health.ts";
import { healthMetric } from "../../../../shared/domain/health.ts";
import { timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, shortId, table } from "../text.ts";

interface Options {
  readonly dataset?: string;
  readonly asOf?: number;
  readonly days?: boolean;
  readonly rows?: string;
}

export function addHealth(program: Command, cli: Cli): void {
  program
    .command("health")
    .description("how far the telemetry and the inventories can be trusted, and what to mend")
    .option("--dataset <version>", "dataset version (default: the latest)")
    .option("--as-of <time>", "measure ages at this time (default: the newest event)", timeUs)
    .option("--days", "also day by day")
    .addOption(new Option("--rows <metric>", "what counted against a metric").conflicts("days"))
    .action(({ dataset, asOf, days, rows: metric }: Options) => {
      if (metric === undefined)
        return cli.run({
          access: "read",
          work: async (client, signal) => ({
            ...(await client.call("health.report", { dataset, asOf }, signal)),
            fixes: await client.call("health.fixes", { dataset, asOf }, signal),
          }),
          text: (report) => describeReport(report, days === true),
        });
      return cli.run({
        access: "read",
        work: (client, signal) => client.call("health.rows", { dataset, asOf, metric }, signal),
        text: ({ rows, total }) =>
          `${table(rows, [
            { title: "SOURCE", value: (row) => row.source ?? "" },
            { title: "DAY", value: (row) => (row.day === null ? "" : isoTime(row.day).slice(0, 10)) },
            { title: "N", right: true, value: (row) => row.n },
            { title: "WHAT", value: (row) => row.what },
            { title: "EVENT", value: (row) => row.eventId ?? "" },
          ])}${rows.length} of ${total}\n`,
      });
    });
}

function describeReport(
  { dataset, asOf, results, fixes }: HealthReport & { readonly fixes: readonly HealthFix[] },
  withDays: boolean,
): string {
  const shown = results.filter((result) => withDays || result.day === null);
  const head = `dataset ${shortId(dataset)} as of ${isoTime(asOf.at)} (${asOf.because})\n\n`;
  const lines = table(shown, [
    { title: "STATE", value: (result) => result.state },
    { title: "METRIC", value: (result) => result.metric },
    { title: "SOURCE", value: (result) => result.source ?? "all" },
    ...(withDays
      ? [{ title: "DAY", value: (result: HealthResult) => (result.day === null ? "all" : isoTime(result.day).slice(0, 10)) }]
      : []),
    { title: "WHAT", value: (result) => `${healthMetric(result.metric).title}: ${result.reason}` },
  ]);
  const todo = fixes.map(
    ({ fix, unlocks, touches }) =>
      `  ${printable(fix)}${touches === 0 ? "" : ` (holds back ${touches} anomalies, ${unlocks} of them alone)`}\n`,
  );
  return head + lines + (todo.length === 0 ? "" : `\nto mend next:\n${todo.join("")}`);
}
