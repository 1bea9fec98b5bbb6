import type { Command } from "commander";
import type { DriftCheck, DriftReport } from "../../../../shared/contract/drift.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

export function addDrift(program: Command, cli: Cli): void {
  program
    .command("drift")
    .description("whether what models scored last is like what they were trained on")
    .argument("[model]", "one model only")
    .action((model: string | undefined) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("drift.reports", { model }, signal),
        text: (reports) => (reports.length === 0 ? "no run has been compared with training yet\n" : reports.map(describe).join("\n")),
      }),
    );
}

const figure = (x: number | null): string | number => (x === null ? "" : Number(x.toPrecision(3)));
const intervalOf = ({ interval }: DriftCheck): string =>
  interval === null ? "" : `${figure(interval.low)} to ${interval.high === null ? "∞" : figure(interval.high)}`;

/** Raised first, then in the order they were asked in. */
const stateOf = ({ outcome, raised }: DriftCheck): string => (raised ? "raised" : outcome);

function describe({
  model,
  version,
  state,
  because,
  warning,
  window,
  checks,
  changes,
  settings,
  training,
  trainedOn,
}: DriftReport): string {
  const head = facts([
    ["model", `${model}@${shortId(version)}`],
    ["state", `${state}: ${because}`],
    ["window", window === null ? "none" : `${isoTime(window.from)} to ${isoTime(window.to)}`],
    ["trained on", `dataset ${shortId(trainedOn)}: ${training.rows} subjects in ${training.blocks} stretches of ${training.blockHours} h`],
    ...(settings.length === 0 ? [] : [["settings", settings.join("; ")] as const]),
  ]);
  const lines = table(
    checks.toSorted((a, b) => Number(b.raised) - Number(a.raised)),
    [
      { title: "STATE", value: stateOf },
      { title: "LAYER", value: (check) => check.layer },
      { title: "OF", value: (check) => check.title },
      { title: "EFFECT", right: true, value: (check) => figure(check.effect) },
      { title: "95 %", value: intervalOf },
      { title: "THRESHOLD", right: true, value: (check) => figure(check.threshold) },
      { title: "P", right: true, value: (check) => figure(check.adjusted) },
      { title: "N", right: true, value: (check) => check.n },
      { title: "WORTH", right: true, value: (check) => Math.round(check.effective) },
      { title: "TRAINED ON", right: true, value: (check) => check.reference },
      { title: "WHY", value: (check) => check.because },
    ],
  );
  const behind = changes.length === 0 ? "" : `\nchanged in the data since training:\n${changes.map(({ text }) => `  ${text}\n`).join("")}`;
  return printable(`${head}${warning === null ? "" : `${warning}\n`}`) + `\n${lines}${printable(behind)}`;
}
