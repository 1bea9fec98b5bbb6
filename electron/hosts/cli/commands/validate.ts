import type { Command } from "commander";
import type { Output } from "../../../../shared/contract/requests.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { printable, shortId, table } from "../text.ts";

/** `snapshots validate`. */
export function addValidate(snapshots: Command, cli: Cli): void {
  snapshots
    .command("validate")
    .description("check events against OCSF, attribute by attribute: required ones, values, constraints")
    .argument("<id>", "an id or the beginning of one")
    .option("--sample <n>", "that many events of each class, the same ones every time (default: all)", positiveInteger)
    .action((id: string, { sample }: { sample?: number }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("telemetry.validate", { snapshotId: id, sample }, signal),
        text: describeReport,
      }),
    );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

function describeReport({ snapshotId, ocsfVersion, sample, events, checked, sources }: Output<"telemetry.validate">): string {
  const list = table(sources, [
    { title: "CLASS", value: (s) => s.class },
    { title: "SOURCE", value: (s) => s.product || "not named" },
    { title: "WRITTEN AS", value: (s) => `OCSF ${s.version}` },
    { title: "VALID", right: true, value: ({ valid }) => `${valid.k} of ${valid.n}` },
    { title: "RATE", right: true, value: ({ valid }) => (valid.rate === null ? "" : percent(valid.rate)) },
    { title: "95 %", value: ({ valid }) => `${percent(valid.low)} to ${percent(valid.high)}` },
  ]);
  const failures = sources.flatMap((s) =>
    s.failures.map(
      (f) =>
        `  ${s.class} of ${s.product}: ${f.attribute || "the event"}: ${f.reason}: ${f.count} of ${s.valid.n} (${f.examples.join(", ")})\n`,
    ),
  );
  const filled = sources.flatMap((s) =>
    s.filled.map((f) => `  ${s.class} of ${s.product}: ${f.attribute} is ${f.by}: ${f.count} of ${s.valid.n}\n`),
  );
  return [
    `snapshot ${shortId(snapshotId)} against OCSF ${ocsfVersion}: ${checked} of ${events} events${sample === null ? "" : `, at most ${sample} of each class`}\n`,
    list,
    ...(failures.length > 0 ? ["what fails:\n", ...failures] : []),
    ...(filled.length > 0 ? ["required by OCSF, not told by the source:\n", ...filled] : []),
  ]
    .map(printable)
    .join("");
}
