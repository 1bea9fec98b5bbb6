import type { Command } from "commander";
import type { Output } from "../../../../shared/contract/requests.ts";
import type { SnapshotDependants } from "../../../../shared/contract/snapshots.ts";
import { keptDays, positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, megabytes, printable, shortId, table } from "../text.ts";
import { addValidate } from "./validate.ts";

export function addSnapshots(program: Command, cli: Cli): void {
  const snapshots = program.command("snapshots").description("what has been imported; lists it when nothing more is asked");
  snapshots.command("list", { isDefault: true, hidden: true }).action(() =>
    cli.run({
      access: "read",
      work: (client, signal) => client.call("snapshots.list", {}, signal),
      text: describeList,
    }),
  );
  snapshots
    .command("show")
    .description("one snapshot: its files, counts and what depends on it")
    .argument("<id>", "an id or the beginning of one")
    .action((id: string) =>
      cli.run({ access: "read", work: (client, signal) => client.call("snapshots.show", { id }, signal), text: describeSnapshot }),
    );
  snapshots
    .command("verify")
    .description("read every byte and compare it with what was written; exits 1 when something is damaged")
    .argument("[id]", "an id or the beginning of one (default: all)")
    .action((id: string | undefined) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("snapshots.verify", { id }, signal),
        text: describeCheck,
        failed: ({ ok }) => !ok,
      }),
    );
  addValidate(snapshots, cli);
  addRetire(snapshots, cli);
}

function addRetire(snapshots: Command, cli: Cli): void {
  snapshots
    .command("retire")
    .description("remove the events of a snapshot from disk; its record stays. Without --reason: what depends on it")
    .argument("<id>", "an id or the beginning of one")
    .option("--reason <text>", "why; goes into the decision log")
    .option("--despite", "also when a champion or a verdict rests on it")
    .option("--analyst <name>", "who decides")
    .action((id: string, { reason, despite, analyst }: { reason?: string; despite?: boolean; analyst?: string }) =>
      reason === undefined
        ? cli.run({ access: "read", work: (client, signal) => client.call("snapshots.show", { id }, signal), text: describeLoss })
        : cli.run({
            access: "write",
            work: (client, signal) => client.call("snapshots.retire", { id, reason, despite: despite === true, analyst }, signal),
            text: ({ freedBytes, datasetVersion }) =>
              `removed ${megabytes(freedBytes)}; the current dataset is ${datasetVersion === null ? "empty" : `v${datasetVersion.number}`}\n`,
          }),
    );
  snapshots
    .command("retention")
    .description("what a policy would let go; nothing goes by itself")
    .option("--days <n>", "as if only so many days of events were kept", positiveInteger)
    .option("--keep <n|all>", "make this the policy", keptDays)
    .action(({ days, keep }: { days?: number; keep?: number | "all" }) =>
      keep === undefined
        ? cli.run({
            access: "read",
            work: (client, signal) => client.call("snapshots.retention", { keepDays: days }, signal),
            text: describeRetention,
          })
        : cli.run({
            access: "write",
            work: (client, signal) => client.call("snapshots.keep", { keepDays: keep === "all" ? null : keep }, signal),
            text: describeRetention,
          }),
    );
}

const spanOf = (range: { from: number; to: number } | undefined): string =>
  range === undefined ? "" : `${isoTime(range.from)} to ${isoTime(range.to)}`;

const describeList = (snapshots: Output<"snapshots.list">): string =>
  table(snapshots, [
    { title: "SNAPSHOT", value: (s) => shortId(s.id) },
    { title: "IMPORTED", value: (s) => isoTime(s.importedAt).slice(0, 16) },
    { title: "SOURCE", value: (s) => s.source },
    { title: "FILES", right: true, value: (s) => s.files },
    { title: "EVENTS", right: true, value: (s) => s.events },
    { title: "REJECTED", right: true, value: (s) => s.rejected },
    { title: "SIZE", right: true, value: (s) => megabytes(s.bytes) },
    { title: "FROM", value: ({ timeRange }) => (timeRange === undefined ? "" : isoTime(timeRange.from)) },
    { title: "TO", value: ({ timeRange }) => (timeRange === undefined ? "" : isoTime(timeRange.to)) },
    { title: "IN", value: (s) => s.datasets.map((n) => `v${n}`).join(" ") },
    { title: "", value: (s) => (s.retired === undefined ? "" : `let go by ${s.retired.by}: ${s.retired.reason}`) },
  ]);

function describeSnapshot({ manifest, dependants, ...s }: Output<"snapshots.show">): string {
  const files = table(manifest.files, [
    { title: "FILE", value: (f) => f.name },
    { title: "READ AS", value: (f) => f.format },
    { title: "RECORDS", right: true, value: (f) => f.records },
    { title: "EVENTS", right: true, value: (f) => f.mapped },
    { title: "REJECTED", right: true, value: (f) => f.rejected },
    { title: "SHA-256", value: (f) => f.sha256.slice(0, 16) },
    { title: "", value: (f) => f.error ?? "" },
  ]);
  const head = facts([
    ["snapshot", s.id],
    ["source", s.source],
    ["imported", isoTime(s.importedAt)],
    [
      "events",
      `${s.events} (${Object.entries(s.classes)
        .map(([name, n]) => `${name} ${n}`)
        .join(", ")})`,
    ],
    ["records", `${s.records}: ${s.rejected} rejected, ${s.unmapped} of kinds not kept`],
    ["span", spanOf(s.timeRange)],
    ["clock", s.clock],
    ["OCSF", `${s.ocsfVersion}, mapping ${shortId(s.mappingDigest)}`],
    ["size", `${megabytes(s.bytes)} in ${manifest.segments.length} segments, from ${megabytes(s.inputBytes)}`],
    ["parents", s.parents.map(shortId).join(", ") || "none"],
    ...(s.retired === undefined ? [] : [["let go", `${isoTime(s.retired.at)} by ${s.retired.by}: ${s.retired.reason}`] as const]),
  ]);
  return `${head}${describeDependants(dependants)}${files}`;
}

function describeDependants(d: SnapshotDependants): string {
  return facts([
    ["datasets", d.datasets.map(({ number }) => `v${number}`).join(" ") || "none"],
    ["models", d.models.map(({ model, version, stage }) => `${model}@${shortId(version)} (${stage})`).join(", ") || "none"],
    ["runs", d.runs],
    ["anomalies", `${d.anomalies} with evidence in it, ${d.verdicts} judged, ${d.labels} labels`],
  ]);
}

const describeLoss = ({ dependants, id, source, bytes }: Output<"snapshots.show">): string =>
  `${shortId(id)} (${printable(source)}), ${megabytes(bytes)}. If its events go, this keeps its record and can no longer show them:\n${describeDependants(dependants)}` +
  dependants.holds.map((hold) => `held: ${printable(hold)}\n`).join("") +
  `nothing was removed; give --reason${dependants.holds.length === 0 ? "" : " and --despite"} to do it\n`;

const describeCheck = ({ checked }: Output<"snapshots.verify">): string =>
  checked
    .map(
      ({ id, source, state, bytes, problems, hint }) =>
        `${shortId(id)}  ${printable(source)}  ${state === "damaged" ? "DAMAGED" : state === "retired" ? "let go" : "intact"}  ${megabytes(bytes)}\n` +
        problems.map(({ file, problem }) => `  ${printable(`${file} ${problem}`)}\n`).join("") +
        (hint === undefined ? "" : `  ${printable(hint)}\n`),
    )
    .join("");

function describeRetention({ keepDays, snapshots, freeableBytes }: Output<"snapshots.retention">): string {
  if (keepDays === null) return "everything is kept\n";
  const rows = table(snapshots, [
    { title: "SNAPSHOT", value: (s) => shortId(s.id) },
    { title: "SOURCE", value: (s) => s.source },
    { title: "LAST EVENT", value: (s) => isoTime(s.lastEvent) },
    { title: "SIZE", right: true, value: (s) => megabytes(s.bytes) },
    { title: "HELD BY", value: (s) => s.holds.join("; ") },
  ]);
  return `${keepDays} days are kept; older, and yours to retire:\n${rows}${megabytes(freeableBytes)} could be freed without touching a champion or a verdict\n`;
}
