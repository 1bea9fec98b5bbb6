import type { Command } from "commander";
import type { GateLine, GateOutcome, Share } from "../../../../shared/contract/evaluations.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

interface Options {
  readonly dataset?: string;
  readonly analyst?: string;
  readonly show?: boolean;
}

export function addEvaluate(program: Command, cli: Cli): void {
  program
    .command("evaluate")
    .description("hold a version against its suites, every confirmed incident and telemetry after its training; print its promotion gate")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .option("--dataset <version>", "dataset version to replay (default: the newest)")
    .option("--show", "print the newest evaluation and change nothing")
    .option("--analyst <name>", "who asks, and would approve")
    .action((target: ReturnType<typeof modelVersion>, { dataset, analyst, show }: Options) =>
      cli.run({
        access: show === true ? "read" : "write",
        work: async (client, signal) => {
          if (show !== true) await client.call("models.evaluate", { ...target, dataset, analyst }, signal);
          return client.call("models.gate", { ...target, analyst }, signal);
        },
        text: describe,
      }),
    );
  program
    .command("card")
    .description("the card of a version: its making, evaluation, gate and overrides")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .action((target: ReturnType<typeof modelVersion>) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("models.card", target, signal),
        text: ({ markdown }) => printable(markdown),
      }),
    );
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
const shareText = (share: Share | null): string => (share === null || share.n === 0 ? "" : `${share.k}/${share.n}`);
const intervalText = ({ low, high }: GateLine): string => (low === null || high === null ? "" : `${percent(low)} to ${percent(high)}`);

function describe({ evaluation, stale, lines, passes, trainers, overrides }: GateOutcome): string {
  if (evaluation === null) return `${stale ?? "It has not been evaluated yet."}\n`;
  const { report, id, at, by } = evaluation;
  const head = facts([
    ["version", `${report.model}@${shortId(report.version)}`],
    ["evaluation", `${shortId(id)} of ${isoTime(at)} by ${by}`],
    ["champion", report.champion === null ? "none" : shortId(report.champion)],
    ["trained by", trainers.length === 0 ? "not recorded" : trainers.join(", ")],
    ["gate", passes ? "passes" : `does not pass${stale === null ? "" : `: ${stale}`}`],
    ...overrides
      .filter(({ version }) => version === report.version)
      .map((one) => ["overridden", `${one.reason} (${one.by}, ${isoTime(one.at)})`] as const),
  ]);
  const gate = table(lines, [
    { title: "LINE", right: true, value: ({ line }) => line },
    { title: "STATE", value: ({ state }) => state },
    { title: "WHAT", value: ({ title }) => title },
    { title: "K/N", right: true, value: ({ k, n }) => (n === null ? "" : `${k ?? 0}/${n}`) },
    { title: "95 %", value: intervalText },
    { title: "BECAUSE", value: ({ text }) => text },
  ]);
  const entrants = table(report.entrants, [
    { title: "WHO", value: ({ title }) => title },
    { title: "BAD FLAGGED", right: true, value: ({ bad }) => shareText(bad) },
    { title: "GOOD FLAGGED", right: true, value: ({ good }) => shareText(good) },
    { title: "ALERTS/DAY", right: true, value: ({ alertsPerDay }) => (alertsPerDay === null ? "" : alertsPerDay.toFixed(1)) },
    { title: "AP", right: true, value: ({ averagePrecision }) => (averagePrecision === null ? "" : averagePrecision.toFixed(3)) },
  ]);
  return `${printable(head)}\n${gate}\n${entrants}`;
}
