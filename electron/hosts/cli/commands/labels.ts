import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import type { Receipt, TrainingReport } from "../../../../shared/contract/training.ts";
import { facts, shortId, table } from "../text.ts";
import { addAuditItems } from "./audit-items.ts";

interface Options {
  readonly format: "parquet" | "csv" | "ndjson";
  readonly out?: string;
  readonly model?: string;
  readonly analyst?: string;
}

function fateOf({ versions, leftOutBecause }: Receipt): string {
  const taught = versions.map(
    (v) => `${v.isAnomaly ? "anomaly" : "ordinary"}, weight ${v.weight.toFixed(2)}, in ${shortId(v.version)} (${v.stage})`,
  );
  if (taught.length > 0) return taught.join("; ");
  return leftOutBecause === null ? "waits for the next training" : `left out: ${leftOutBecause}`;
}

const cameAs = ({ stratum, propensity }: Receipt): string =>
  stratum === "audit" ? `audit item, chance ${Number(propensity.toPrecision(2))}` : "surfaced";

function describeReport({ labelSet, used, leftOut, guards }: TrainingReport): string {
  const confirmed = used.filter((u) => u.isAnomaly).length;
  return facts([
    ["label set", shortId(labelSet)],
    ["used", `${confirmed} confirmed, ${used.length - confirmed} benign`],
    ["left out", leftOut.length],
    ...guards.map(({ id, state, title, text }) => [`${id} ${state}`, `${title}: ${text}`] as const),
  ]);
}

export function addLabels(program: Command, cli: Cli): void {
  const labels = program.command("labels").description("what the verdicts say, for training");
  labels
    .command("receipts")
    .description("what became of every verdict: the versions it taught, or why it taught none")
    .option("--model <model>", "of one model only")
    .option("--anomaly <id>", "of one anomaly only")
    .action(({ model, anomaly }: { readonly model?: string; readonly anomaly?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("labels.receipts", { model, anomalyId: anomaly }, signal),
        text: (receipts) =>
          receipts.length === 0
            ? "no verdict has been given yet\n"
            : table(receipts, [
                { title: "ANOMALY", value: (r) => r.anomalyId },
                { title: "MODEL", value: (r) => r.model },
                { title: "SUBJECT", value: (r) => r.subject },
                { title: "VERDICT", value: (r) => r.verdict },
                { title: "BY", value: (r) => r.analyst },
                { title: "CAME AS", value: cameAs },
                { title: "WHAT BECAME OF IT", value: fateOf },
              ]),
      }),
    );
  addAuditItems(labels, cli);
  labels
    .command("report")
    .description("what verdicts contributed to a version, and the rules its training was held to")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .action((target: ReturnType<typeof modelVersion>) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("models.trainingReport", target, signal),
        text: (report) => (report === null ? "this version was taught by no verdict\n" : describeReport(report)),
      }),
    );
  labels
    .command("export")
    .description("write labelled samples with their features and a manifest")
    .addOption(new Option("--format <format>", "file format").choices(["parquet", "csv", "ndjson"]).makeOptionMandatory())
    .option("--out <file>", "where to write (default: the workspace's exports)")
    .option("--model <model>", "of one model only")
    .option("--analyst <name>", "who exports")
    .action(({ format, out, model, analyst }: Options) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call("labels.export", { format, out: out === undefined ? undefined : resolve(out), model, analyst }, signal),
        text: (manifest) =>
          facts([
            ["file", out ?? manifest.file],
            ["rows", manifest.rows],
            ["sha256", manifest.sha256],
            ["provenance", manifest.provenanceFile],
            ...manifest.excluded.map(({ because, n }) => [`left out`, `${n}: ${because}`] as const),
          ]),
      }),
    );
}
