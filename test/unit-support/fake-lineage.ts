import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { LineageGraph, LineageNode, LineageSink } from "../../shared/contract/lineage.ts";
import type { Output, Parsed } from "../../shared/contract/requests.ts";

type Names = "lineage.events" | "lineage.graph" | "lineage.sink" | "lineage.setSink";
type LineageHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const node = (kind: LineageNode["kind"], version: string, title: string, side: LineageNode["side"]): LineageNode => ({
  id: `${kind}:${version}`,
  kind,
  title,
  version,
  side,
});

const graphOf = (id: string): LineageGraph => toGraph(id.replace(/^snapshot:/, ""));

const toGraph = (of: string): LineageGraph => ({
  focus: `snapshot:${of}`,
  nodes: [
    node("file", "a1b2c3d4e5f60718", "conn.00:00:00-01:00:00.log.gz", "upstream"),
    node("file", "99aa00bb11cc22dd", "dns.00:00:00-01:00:00.log.gz", "upstream"),
    node("snapshot", of, "sensor-dmz", "focus"),
    node("dataset", "d9c4417b02", "v14", "downstream"),
    node("model", "7f3a9c51d20b44e8", "beaconing", "downstream"),
    node("run", "4b1c77aa90", "beaconing", "downstream"),
  ],
  edges: [
    { from: "file:a1b2c3d4e5f60718", to: `snapshot:${of}`, job: "ocsf.normalize" },
    { from: "file:99aa00bb11cc22dd", to: `snapshot:${of}`, job: "ocsf.normalize" },
    { from: `snapshot:${of}`, to: "dataset:d9c4417b02", job: "dataset.snapshot" },
    { from: "dataset:d9c4417b02", to: "model:7f3a9c51d20b44e8", job: "model.train" },
    { from: "model:7f3a9c51d20b44e8", to: "run:4b1c77aa90", job: "score.batch" },
    { from: "dataset:d9c4417b02", to: "run:4b1c77aa90", job: "score.batch" },
  ],
  filesLeftOut: 0,
});

/** A workspace with one line of descent, and a sink that remembers its address and sends nothing. */
export function fakeLineage(emit: <K extends EventName>(name: K, body: EventBody<K>) => void): LineageHandlers {
  let sink: LineageSink = { url: null, queued: 0, delivered: 0, dropped: 0 };
  return {
    "lineage.events": () => ({ namespace: "quarry://fake", events: [], next: null }),
    "lineage.graph": ({ of }) => graphOf(of),
    "lineage.sink": () => sink,
    "lineage.setSink": ({ url, analyst }) => {
      sink = { ...sink, url, actor: analyst ?? "ana" };
      emit("workspace.changed", { what: "lineage sink" });
      return sink;
    },
  };
}
