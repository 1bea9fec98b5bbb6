import { type Command, Option } from "commander";
import type { ClockProposal } from "../../../../shared/contract/clock.ts";
import type { Output } from "../../../../shared/contract/requests.ts";
import { ImportFormat } from "../../../../shared/contract/telemetry.ts";
import { timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isKept, readMapping } from "./mappings.ts";
import { facts, printable, shortId, table } from "../text.ts";

interface Options {
  readonly source?: string;
  readonly format: ImportFormat;
  readonly clock: string;
  readonly mapping?: string;
  readonly snapshot?: string;
  readonly asOf?: number;
  readonly dryRun?: boolean;
  readonly allowDuplicates?: boolean;
  readonly replace?: boolean;
}

export function addImport(program: Command, cli: Cli): void {
  program
    .command("import")
    .description("read telemetry into a new immutable snapshot")
    .argument("<path...>", "files, folders or archives")
    .option("--source <name>", "where the events come from, such as a sensor")
    .addOption(new Option("--format <format>", "how to read the files").choices(ImportFormat.options).default("auto"))
    .option("--clock <rule>", "how to treat the source's clock", "declared")
    .option(
      "--mapping <file|name>",
      "a file that maps the columns of CSV, Parquet or an Iceberg table, or the name of a mapping kept in the workspace",
    )
    .option("--snapshot <id>", "of an Iceberg table: the snapshot to read (default: the newest)")
    .addOption(new Option("--as-of <time>", "of an Iceberg table: read what was current then").argParser(timeUs).conflicts("snapshot"))
    .option("--allow-duplicates", "read files again that the dataset has already, and count their events twice")
    .addOption(new Option("--replace", "read them in place of the snapshots that have them").conflicts("allowDuplicates"))
    .option("--dry-run", "read and report file by file what would become of it, and keep nothing")
    .action((paths: string[], { source, format, clock, mapping, snapshot, asOf, dryRun, allowDuplicates, replace }: Options) => {
      const duplicates = allowDuplicates === true ? "allow" : replace === true ? "replace" : "skip";
      const iceberg = snapshot === undefined && asOf === undefined ? undefined : { snapshotId: snapshot, asOf };
      if (dryRun === true)
        return cli.run({
          access: mapping !== undefined && isKept(mapping) ? "read" : "scratch",
          work: async (client, signal) =>
            client.call("telemetry.inspect", { paths, format, clock, mapping: await readMapping(client, mapping), iceberg }, signal),
          text: describeInspection,
        });
      return cli.run({
        access: "create",
        work: async (client, signal) =>
          client.call(
            "telemetry.import",
            { paths, source, format, clock, mapping: await readMapping(client, mapping), duplicates, iceberg },
            signal,
          ),
        text: describeImport,
      });
    });
}

function describeImport(result: Output<"telemetry.import">): string {
  const summary = facts([
    ["snapshot", `${shortId(result.snapshotId)}${result.duplicate ? " (imported before; nothing was copied)" : ""}`],
    ["dataset", `v${result.datasetVersion.number} with ${result.datasetVersion.events} events`],
    ["records", result.records],
    ["mapped", result.mapped],
    ["of other kinds", result.unmapped],
    ["rejected", result.rejected],
  ]);
  const twice = [
    ...result.skipped.map((f) => `  ${f.name}: not read, its bytes are in snapshot ${shortId(f.snapshotId)}\n`),
    ...result.readAgain.map((f) => `  ${f.name}: read, though its bytes are in snapshot ${shortId(f.snapshotId)} too\n`),
    ...result.replaced.map((id) => `  snapshot ${shortId(id)} is no longer in the current dataset\n`),
  ];
  const broken = result.files.filter((file) => file.error !== undefined).map((file) => `  ${file.name}: ${file.error}\n`);
  const rejects = result.rejects.slice(0, 10).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}\n`);
  return [
    summary,
    ...(twice.length > 0 ? ["files that were here already:\n", ...twice] : []),
    ...(broken.length > 0 ? ["files that could not be read:\n", ...broken] : []),
    ...describeClocks(result.clockProposals),
    ...(rejects.length > 0 ? ["first rejected records:\n", ...rejects] : []),
  ]
    .map(printable)
    .join("");
}

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, n]) => `${kind} ${n}`)
    .join(", ");

/** What to make of the clocks: the flag where there is one, how sure that is, and why. */
function describeClocks(proposals: readonly ClockProposal[]): string[] {
  if (proposals.length === 0) return [];
  const lines = proposals.map(({ file, kind, rule, applied, confidence, evidence, otherwise }) => {
    const flag = rule === null ? "for you to judge" : `--clock ${rule}`;
    return `  ${file}: ${kind}, ${applied ? "taken into account" : flag} (${confidence}): ${evidence}; ${otherwise}\n`;
  });
  return ["clocks:\n", ...lines];
}

function describeInspection({ files, classes, clock, clockProposals, ...sums }: Output<"telemetry.inspect">): string {
  const list = table(files, [
    { title: "file", value: (f) => f.name },
    { title: "format", value: (f) => f.format },
    { title: "read", right: true, value: (f) => f.records },
    { title: "mapped", right: true, value: (f) => f.mapped },
    { title: "rejected", right: true, value: (f) => f.rejected },
    {
      title: "other kinds, why rejected, cells that fit no column, why not read",
      value: (f) =>
        [counted(f.unmapped), counted(f.rejectReasons), counted(f.misfits ?? {}), f.error ?? ""].filter((t) => t !== "").join("; "),
    },
  ]);
  const totals = facts([
    ["records", sums.records],
    ["mapped", `${sums.mapped}${sums.mapped === 0 ? "" : ` (${counted(classes)})`}`],
    ["of other kinds", sums.unmapped],
    ["rejected", sums.rejected],
    ["clock", clock],
  ]);
  return [list, "\n", totals, ...describeClocks(clockProposals).map(printable)].join("");
}
