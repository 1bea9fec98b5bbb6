import { around } from "../../electron/engine/lineage/graph/reach.ts";
import { Whole } from "../../electron/engine/lineage/graph/whole.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { LineageCheck, LineageGraph, LineageSink } from "../../shared/contract/lineage.ts";
import type { Output, Parsed } from "../../shared/contract/requests.ts";
import { nowUs } from "./fake-cases.ts";

type Names = "lineage.events" | "lineage.graph" | "lineage.node" | "lineage.verify" | "lineage.sink" | "lineage.setSink";
type LineageHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };
type RunJob = (name: string, title: string, stages: readonly string[]) => Promise<void>;

const day = 86_400_000_000;
const ago = (days: number): number => nowUs - days * day;
const hex = (text: string): string => text.padEnd(64, "0123456789abcdef");
const labelSet = hex("5be1e0");

/** A line of descent with everything in it: twelve files, a version without lessons, verdicts on what it surfaced, and a version taught by them. */
function estate(of: string): { whole: Whole; focus: string } {
  const whole = new Whole();
  const [kind = "snapshot", key = ""] = of.includes(":") ? of.split(":") : ["snapshot", of];
  const idOf = (wanted: string, usual: string): string => (kind === wanted && key !== "" && !key.includes("/") ? key : usual);
  const sensor = whole.add({ kind: "snapshot", version: idOf("snapshot", hex("5ea0")), title: "sensor-dmz", at: ago(9) });
  const core = whole.add({ kind: "snapshot", version: hex("c02e"), title: "zeek-core", at: ago(6), note: "events let go" });
  for (let hour = 0; hour < 12; hour++) {
    const name = `conn.${String(hour).padStart(2, "0")}:00:00-${String(hour + 1).padStart(2, "0")}:00:00.log.gz`;
    whole.link(whole.add({ kind: "file", version: hex(`a1b2c3d4${hour.toString(16)}`), title: name }), sensor, "ocsf.normalize");
  }
  whole.link(whole.add({ kind: "file", version: hex("99aa00bb11cc22dd"), title: "dns.2026-03-17.log" }), core, "ocsf.normalize");
  const first = whole.add({ kind: "dataset", version: idOf("dataset", hex("d9c4417b02")), title: "v13", at: ago(9) });
  const second = whole.add({ kind: "dataset", version: hex("e17700ab"), title: "v14", at: ago(6) });
  whole.link(sensor, first, "dataset.snapshot");
  for (const one of [sensor, core]) whole.link(one, second, "dataset.snapshot");
  const older = whole.add({ kind: "model", version: hex("3c11f0"), title: "beaconing", at: ago(8), note: "retired" });
  whole.link(first, older, "model.train");
  const olderRun = whole.add({ kind: "run", version: hex("77f0"), title: "beaconing", at: ago(7) });
  for (const one of [older, first]) whole.link(one, olderRun, "score.batch");
  const judged = whole.add({ kind: "anomaly", key: `${labelSet}/${hex("77f0")}`, version: hex("60"), title: "beaconing", count: 26 });
  whole.link(olderRun, judged, "score.batch");
  const labels = whole.add({ kind: "labels", version: labelSet, title: "beaconing", count: 26 });
  for (const [verdict, title, count] of [
    ["benign", "Benign, expected", 19],
    ["malicious", "Confirmed malicious", 7],
  ] as const) {
    const group = whole.add({ kind: "decision", key: `${labelSet}/${verdict}`, version: hex(String(count)), title, count });
    whole.link(judged, group, "verdict.record");
    whole.link(group, labels, "verdict.label");
  }
  const newer = whole.add({
    kind: "model",
    version: idOf("model", hex("7f3a9c51d20b44e8")),
    title: "beaconing",
    at: ago(5),
    note: "champion",
  });
  whole.link(second, newer, "model.train");
  whole.link(labels, newer, "model.train");
  const suite = whole.add({ kind: "suite", version: hex("51"), title: "of the package beaconing" });
  const evaluation = whole.add({ kind: "evaluation", version: hex("e4a1"), title: "beaconing", at: ago(5), by: "ben" });
  whole.link(suite, evaluation, "model.evaluate");
  whole.link(newer, evaluation, "model.evaluate");
  const promotion = { version: "d41c09aa51f0b2e7", title: "Promotion", at: ago(4), by: "cleo", note: "validated to champion" };
  whole.link(newer, whole.add({ kind: "decision", ...promotion }), "model.promote");
  const run = whole.add({ kind: "run", version: hex("4b1c77aa90"), title: "beaconing", at: ago(1) });
  for (const one of [newer, second]) whole.link(one, run, "score.batch");
  const anomaly = whole.add({
    kind: "anomaly",
    version: idOf("anomaly", "a0000001f3c9d2"),
    title: "WS-117 → cdn-metrics.net",
    note: "beaconing",
  });
  whole.link(run, anomaly, "score.batch");
  const verdict = { version: "d77ab1c2d3e4f500", title: "Confirmed malicious", at: ago(0.5), by: "ana", note: "in force" };
  const given = whole.add({ kind: "decision", ...verdict });
  whole.link(anomaly, given, "verdict.record");
  const next = whole.add({ kind: "labels", version: hex("ab77"), title: "beaconing", count: 31 });
  whole.link(given, next, "verdict.label");
  whole.link(next, whole.add({ kind: "model", version: hex("c4d9"), title: "beaconing", at: ago(0.2), note: "registered" }), "model.train");
  const wanted = of.includes(":") ? of : `snapshot:${of}`;
  if (!whole.nodes.has(wanted)) throw new AppError("not-found", `Nothing in this workspace is called ${of}.`, { field: "of" });
  return { whole, focus: wanted };
}

function graphOf(of: string): LineageGraph {
  const { whole, focus } = estate(of);
  return { ...around(whole, focus), withheld: false };
}

function checkOf({ id, kind, version }: LineageGraph["nodes"][number]): LineageCheck {
  if (kind === "file")
    return {
      id,
      state: "not-kept",
      text: "No copy is kept here. Name the file, or a folder it lies in, to have it read again.",
      expected: version,
    };
  if (id === `snapshot:${hex("c02e")}`) return { id, state: "not-kept", text: "Its events were let go by ana: kept for 30 days" };
  if (id === `model:${hex("3c11f0")}`)
    return {
      id,
      state: "changed",
      text: "The model bundle beaconing@3c11f0012345 was changed: model.onnx does not have the content it was registered with.",
      expected: hex("0aa1"),
      found: hex("0bb2"),
    };
  if (kind === "evaluation") return { id, state: "missing", text: "Its file is gone.", expected: version, found: null };
  return { id, state: "verified", text: "It is what was recorded.", expected: version, found: version };
}

async function verified(of: string, runJob: RunJob): Promise<Output<"lineage.verify">> {
  const { focus, nodes: shown } = graphOf(of);
  await runJob("lineage.verify", "Verify the lineage", ["the logs", "sensor-dmz"]);
  const nodes = shown.map(checkOf);
  const count = (state: LineageCheck["state"]): number => nodes.filter((node) => node.state === state).length;
  const counts = { verified: count("verified"), changed: count("changed"), missing: count("missing"), "not-kept": count("not-kept") };
  const logs = [
    { name: "decision log" as const, state: "verified" as const, text: "Every one of its 214 entries follows the one before it." },
    { name: "lineage files" as const, state: "verified" as const, text: "Every event follows the one before it." },
  ];
  return { focus, at: nowUs, ok: counts.changed + counts.missing === 0, counts, nodes, logs };
}

function detailOf(of: string, limit: number): Output<"lineage.node"> {
  const node = estate(of).whole.nodes.get(of);
  if (node === undefined) throw new AppError("not-found", `Nothing in this workspace is called ${of}.`, { field: "of" });
  const { count, kind, version, by, at } = node;
  const rows = Array.from({ length: count ?? 0 }, (_, i) => ({
    id: `anomaly:a${String(i).padStart(7, "0")}f3c9d2`,
    title: `WS-${100 + i} → cdn-metrics.net`,
    note: "Confirmed malicious by ana; unusual, weight 1.00",
  }));
  return {
    node,
    facts: [
      { term: kind === "file" ? "sha256" : "Id", digest: version },
      ...(at === undefined ? [] : [{ term: "Since", at }]),
      ...(by === undefined ? [] : [{ term: "By", text: by }]),
      ...(kind === "model"
        ? [
            { term: "Seed", n: 41 },
            { term: "ONNX", digest: hex("0aa1") },
          ]
        : []),
    ],
    members: { total: rows.length, rows: rows.slice(0, limit) },
    runs:
      kind === "decision" || count !== undefined
        ? []
        : [
            {
              seq: 41,
              at: nowUs,
              type: "COMPLETE",
              job: "score.batch",
              runId: "019cfe37-1d00-7abc-8def-0123456789ab",
              file: "lineage/2026-03-22.ndjson",
              line: 41,
              facets: [
                {
                  name: "quarry_score",
                  entries: [
                    { term: "subjects", text: "11204" },
                    { term: "surfaced", text: "40" },
                  ],
                },
              ],
            },
          ],
  };
}

/** A workspace with one line of descent, and a sink that remembers its address and sends nothing. */
export function fakeLineage(emit: <K extends EventName>(name: K, body: EventBody<K>) => void, runJob: RunJob): LineageHandlers {
  let sink: LineageSink = { url: null, queued: 0, delivered: 0, dropped: 0 };
  return {
    "lineage.events": () => ({ namespace: "quarry://fake", events: [], next: null }),
    "lineage.graph": ({ of }) => graphOf(of),
    "lineage.node": ({ of, limit }) => detailOf(of, limit),
    "lineage.verify": ({ of }) => verified(of, runJob),
    "lineage.sink": () => sink,
    "lineage.setSink": ({ url, analyst }) => {
      sink = { ...sink, url, actor: analyst ?? "ana" };
      emit("workspace.changed", { what: "lineage sink" });
      return sink;
    },
  };
}
