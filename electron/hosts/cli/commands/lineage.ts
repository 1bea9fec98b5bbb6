import type { Command } from "commander";
import type {
  LineageDetail,
  LineageEvent,
  LineageFact,
  LineageGraph,
  LineageSink,
  LineageVerification,
} from "../../../../shared/contract/lineage.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

interface Options {
  readonly of?: string;
  readonly job?: string;
  readonly dataset?: string;
  readonly limit: number;
  readonly before?: number;
}

export function addLineage(program: Command, cli: Cli): void {
  const lineage = program
    .command("lineage")
    .description("what was made from what: OpenLineage events, newest first, or one thing's descent")
    .option("--of <id>", "what a snapshot, dataset version, model version, run, anomaly or file was made from and went into")
    .option("--job <job>", "events of one job, such as ocsf.normalize or model.train")
    .option("--dataset <name>", "events that read or wrote a dataset, by name or version")
    .option("--limit <n>", "most events to show", positiveInteger, 50)
    .option("--before <seq>", "only events before this number", positiveInteger)
    .action(({ of, job, dataset, limit, before }: Options) => {
      if (of !== undefined)
        return cli.run({ access: "read", work: (client, signal) => client.call("lineage.graph", { of }, signal), text: describeGraph });
      return cli.run({
        access: "read",
        work: (client, signal) => client.call("lineage.events", { job, dataset, limit, before, whole: true }, signal),
        json: ({ events }) => events.map(({ event }) => event),
        text: ({ namespace, events }) => `${namespace}\n${describeEvents(events)}`,
      });
    });
  addShow(lineage, cli);
  addVerify(lineage, cli);
  addSink(lineage, cli);
}

function addShow(lineage: Command, cli: Cli): void {
  lineage
    .command("show")
    .description("one thing of a descent with what is known of it: digests, people, what it stands for, and the runs that touched it")
    .argument("<id>", "as for --of")
    .option("--limit <n>", "most members to list", positiveInteger, 50)
    .action((of: string, { limit }: { limit: number }) =>
      cli.run({ access: "read", work: (client, signal) => client.call("lineage.node", { of, limit }, signal), text: describeDetail }),
    );
}

function addVerify(lineage: Command, cli: Cli): void {
  lineage
    .command("verify")
    .description("read again what a descent names and compare it with what was recorded; exits 1 when something was changed or is missing")
    .argument("<id>", "as for --of")
    .option("--files <path...>", "source files, or folders they lie in: no copy of them is kept")
    .action((of: string, { files = [] }: { files?: string[] }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("lineage.verify", { of, paths: files }, signal),
        text: describeVerification,
        failed: ({ ok }) => !ok,
      }),
    );
}

function addSink(lineage: Command, cli: Cli): void {
  const sink = lineage
    .command("sink")
    .description("where events are sent besides the workspace's own files; nowhere unless someone signs for it")
    .action(() => cli.run({ access: "read", work: (client, signal) => client.call("lineage.sink", {}, signal), text: describeSink }));
  sink
    .command("set")
    .description("send events from now on to this address; `off` ends it")
    .argument("<url>", "an https address, or http on 127.0.0.1; a key goes in QUARRY_LINEAGE_API_KEY")
    .option("--analyst <name>", "who decides")
    .action((url: string, { analyst }: { analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("lineage.setSink", { url: url === "off" ? null : url, analyst }, signal),
        text: describeSink,
      }),
    );
}

const named = (datasets: LineageEvent["inputs"]): string =>
  datasets
    .slice(0, 2)
    .map(({ name, version }) => (version === undefined ? name : `${name}@${shortId(version)}`))
    .join(", ") + (datasets.length > 2 ? ` and ${datasets.length - 2} more` : "");

const describeEvents = (events: readonly LineageEvent[]): string =>
  table(events, [
    { title: "SEQ", right: true, value: (event) => event.seq },
    { title: "AT", value: (event) => isoTime(event.at) },
    { title: "EVENT", value: (event) => event.type },
    { title: "JOB", value: (event) => event.job },
    { title: "RUN", value: (event) => event.runId },
    { title: "FROM", value: (event) => named(event.inputs) },
    { title: "TO", value: (event) => event.error ?? named(event.outputs) },
  ]);

function describeGraph({ nodes, leftOut, withheld }: LineageGraph): string {
  const rows = table(nodes, [
    { title: "SIDE", value: (node) => node.side },
    { title: "KIND", value: (node) => node.kind },
    { title: "NAME", value: (node) => (node.count === undefined ? node.title : `${node.count} × ${node.title}`) },
    { title: "ID", value: (node) => shortId(node.version) },
    { title: "SINCE", value: (node) => (node.at === undefined ? "" : isoTime(node.at).slice(0, 16)) },
    { title: "NOTE", value: (node) => [node.by ?? "", node.note ?? ""].filter((text) => text !== "").join(", ") },
  ]);
  const more = leftOut.map(({ kind, n }) => `${n} more of kind ${kind} are not listed\n`).join("");
  return `${rows}${more}${withheld ? "verdicts are withheld until you have given yours\n" : ""}`;
}

const describeFact = (fact: LineageFact): readonly [string, string] => [
  fact.term,
  "digest" in fact ? fact.digest : "at" in fact ? isoTime(fact.at) : "n" in fact ? String(fact.n) : printable(fact.text),
];

function describeDetail({ node, facts: known, members, runs }: LineageDetail): string {
  const rows = table(members.rows, [
    { title: "MEMBER", value: ({ title }) => title },
    { title: "ID", value: ({ id }) => id },
    { title: "NOTE", value: ({ note }) => note },
  ]);
  const touched = table(runs, [
    { title: "SEQ", right: true, value: ({ seq }) => seq },
    { title: "AT", value: ({ at }) => isoTime(at) },
    { title: "EVENT", value: ({ type }) => type },
    { title: "JOB", value: ({ job }) => job },
    { title: "RUN", value: ({ runId }) => runId },
  ]);
  const listed = members.total > members.rows.length ? `${members.rows.length} of ${members.total} members\n` : "";
  return (
    facts([["kind", node.kind], ["name", node.title], ...known.map(describeFact)]) + (members.total === 0 ? "" : rows) + listed + touched
  );
}

type Outcome = Omit<LineageVerification["nodes"][number], "state"> & { readonly state: string };

/** Many of which the same is to be said are counted; `--json` has each. */
function inShort(alike: readonly Outcome[]): readonly Outcome[] {
  const [first] = alike;
  if (first === undefined || alike.length <= 3) return alike;
  return [{ id: `${first.id.split(":")[0] ?? ""}: ${alike.length} of them`, state: first.state, text: first.text }];
}

function describeVerification({ focus, nodes, logs, counts }: LineageVerification): string {
  const all = [...logs.map(({ name, ...outcome }) => ({ id: name, ...outcome })), ...nodes];
  const rows = table([...Map.groupBy(all, ({ state, text }) => `${state} ${text}`).values()].flatMap(inShort), [
    { title: "STATE", value: ({ state }) => state },
    { title: "WHAT", value: ({ id }) => id.slice(0, 40) },
    { title: "EXPECTED", value: ({ expected }) => (expected === undefined ? "" : shortId(expected)) },
    { title: "FOUND", value: ({ found }) => (typeof found === "string" ? shortId(found) : "") },
    { title: "BECAUSE", value: ({ text }) => printable(text) },
  ]);
  return `${focus}: ${counts.verified} verified, ${counts.changed} changed, ${counts.missing} missing, ${counts["not-kept"]} not kept\n${rows}`;
}

const describeSink = ({ url, actor, at, queued, delivered, dropped, lastProblem }: LineageSink): string =>
  url === null
    ? "off: lineage stays in the workspace\n"
    : facts([
        ["sent to", url],
        ["signed by", `${actor ?? ""}${at === undefined ? "" : `, ${isoTime(at)}`}`],
        ["this session", `${delivered} delivered, ${queued} waiting, ${dropped} given up`],
        ...(lastProblem === undefined ? [] : [["last problem", printable(lastProblem)] as const]),
      ]);
