import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { type ExportedFile, type ExportPlan, layerKeys } from "../../../../shared/contract/exports.ts";
import type { Input } from "../../../../shared/contract/requests.ts";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

type WantedInput = Input<"exports.plan">["wanted"];

interface Flags {
  readonly out?: string;
  readonly analyst?: string;
  readonly dryRun?: boolean;
}

const leftOut = (of: ExportPlan["leftOut"]) => of.map(({ because, n }) => ["left out", `${n}: ${because}`] as const);

const describePlan = ({ unit, rows, parts, leftOut: left, remarks }: ExportPlan): string =>
  facts([["would write", `${rows} × ${unit}`], ...parts.map(({ title, n }) => [title, n] as const), ...leftOut(left)]) +
  remarks.map((remark) => `${remark}\n`).join("");

const describeWritten = (
  out: string | undefined,
  { file, rows, bytes, sha256, leftOut: left, decision }: ExportedFile & { decision: string },
) =>
  facts([
    ["file", out ?? `exports/${file}`],
    ["rows", rows],
    ["bytes", bytes],
    ["sha256", sha256],
    ["decision", decision],
    ...leftOut(left),
  ]);

/** Writes, or with `--dry-run` counts. */
function act(cli: Cli, wanted: WantedInput, { out, analyst, dryRun }: Flags): Promise<void> {
  if (dryRun === true)
    return cli.run({ access: "read", work: (client, signal) => client.call("exports.plan", { wanted }, signal), text: describePlan });
  const to = out === undefined ? undefined : resolve(out);
  return cli.run({
    access: "write",
    work: (client, signal) => client.call("exports.write", { wanted, out: to, analyst }, signal),
    text: (written) => describeWritten(out, written),
  });
}

const withFlags = (command: Command): Command =>
  command
    .option("--out <file>", "where to write (default: the workspace's exports)")
    .option("--analyst <name>", "who exports")
    .option("--dry-run", "say what would be written, and how many; write nothing");

interface FindingFlags extends Flags {
  readonly format: "ndjson" | "csv";
  readonly model?: string;
  readonly hunt?: string;
  readonly dataset?: string;
  readonly text?: string;
  readonly open?: boolean;
  readonly suppressed?: boolean;
}

function addFindings(group: Command, cli: Cli): void {
  withFlags(
    group
      .command("findings")
      .description("anomalies as OCSF Detection Findings, one a line; an alert only once a person confirmed it")
      .addOption(new Option("--format <format>", "file format").choices(["ndjson", "csv"]).default("ndjson"))
      .option("--model <model>", "of one model only")
      .option("--hunt <id>", "of one hunt or candidate only")
      .option("--dataset <version>", "scored over this dataset version")
      .option("--text <text>", "only those that say this")
      .option("--open", "only those without a verdict")
      .option("--suppressed", "only those whose score is not to be trusted"),
  ).action(({ format, model, hunt, dataset, text, open, suppressed, ...flags }: FindingFlags) =>
    act(
      cli,
      {
        what: "findings",
        format,
        model,
        hunt,
        dataset,
        text: text ?? "",
        show: open === true ? "open" : "all",
        health: suppressed === true ? "suppressed" : "any",
      },
      flags,
    ),
  );
}

export function addExport(program: Command, cli: Cli): void {
  const group = program
    .command("export")
    .description("write findings, incidents, layers and sightings for other tools; signed for in the log");
  addFindings(group, cli);
  withFlags(
    group.command("incidents").description("hunts as OCSF Incident Findings, one a line").argument("[hunt]", "this one only"),
  ).action((hunt: string | undefined, flags: Flags) => act(cli, { what: "incidents", hunt }, flags));
  withFlags(
    group
      .command("hunt")
      .description("one hunt with all that it rests on, as a signed archive; check it with hunts verify")
      .argument("<hunt>"),
  ).action((hunt: string, flags: Flags) => act(cli, { what: "hunt", hunt }, flags));
  withFlags(
    group
      .command("navigator")
      .description("an ATT&CK Navigator layer of techniques")
      .addOption(new Option("--layer <layer>", "what is known of them").choices(layerKeys).makeOptionMandatory())
      .option("--hunt <id>", "of one hunt only"),
  ).action(({ layer, hunt, ...flags }: Flags & { layer: (typeof layerKeys)[number]; hunt?: string }) =>
    act(cli, { what: "navigator", layer, hunt }, flags),
  );
  withFlags(
    group
      .command("drift")
      .description("what a model's newest run was found to be against its training")
      .argument("<model>")
      .addOption(new Option("--format <format>", "file format").choices(["json", "html"]).default("json")),
  ).action((model: string, { format, ...flags }: Flags & { format: "json" | "html" }) => act(cli, { what: "drift", model, format }, flags));
  withFlags(
    group
      .command("stix")
      .description("a STIX 2.1 bundle with a sighting for each anomaly confirmed as malicious")
      .option("--model <model>", "of one model only")
      .option("--hunt <id>", "of one hunt only"),
  ).action(({ model, hunt, ...flags }: Flags & { model?: string; hunt?: string }) => act(cli, { what: "stix", model, hunt }, flags));
}
