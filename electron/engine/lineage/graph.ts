import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { LineageGraph, LineageNode } from "../../../shared/contract/lineage.ts";
import { loadText } from "../runtime.ts";
import { listRuns } from "../scoring/runs.ts";
import { modelVersions } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { listDatasetVersions } from "../workspace/dataset-versions.ts";
import { listSnapshots } from "../workspace/snapshots.ts";

const anomalyRunSql = loadText(import.meta.url, "anomaly-run.sql");
const AnomalyRow = z.object({ run_id: z.string(), label: z.string() });

type Node = Omit<LineageNode, "side">;
type Edge = LineageGraph["edges"][number];

interface Whole {
  readonly nodes: Map<string, Node>;
  readonly edges: Edge[];
  filesLeftOut: number;
}

const listedFiles = 200;
const kinds: readonly LineageNode["kind"][] = ["file", "snapshot", "dataset", "model", "run", "anomaly"];

/** Everything the workspace holds and what was made of what, from its own records: so also of work older than the lineage files. */
function readWhole(db: Database, wantedFile: (name: string, sha256: string) => boolean): Whole {
  const whole: Whole = { nodes: new Map(), edges: [], filesLeftOut: 0 };
  const add = (kind: Node["kind"], version: string, title: string, at?: number): string => {
    const id = `${kind}:${version}`;
    if (!whole.nodes.has(id)) whole.nodes.set(id, { id, kind, title, version, ...(at === undefined ? {} : { at }) });
    return id;
  };
  const link = (from: string, to: string, job: string): void => void whole.edges.push({ from, to, job });
  for (const { id, importedAt, manifest } of listSnapshots(db)) {
    const snapshot = add("snapshot", id, manifest.source, importedAt);
    for (const parent of manifest.parents) link(`snapshot:${parent}`, snapshot, "dataset.snapshot");
    for (const [i, { name, sha256 }] of manifest.files.filter(({ mapped }) => mapped > 0).entries())
      if (i < listedFiles || wantedFile(name, sha256)) link(add("file", sha256, name), snapshot, "ocsf.normalize");
      else whole.filesLeftOut += 1;
  }
  for (const { id, number, snapshots, createdAt } of listDatasetVersions(db)) {
    const dataset = add("dataset", id, `v${number}`, createdAt);
    for (const snapshot of snapshots) link(`snapshot:${snapshot}`, dataset, "dataset.snapshot");
  }
  for (const { id, model, createdAt, datasetVersion } of modelVersions(db))
    link(`dataset:${datasetVersion}`, add("model", id, model, createdAt), "model.train");
  for (const { id, model, modelVersion, datasetVersion, createdAt } of listRuns(db)) {
    const run = add("run", id, model, createdAt);
    link(`model:${modelVersion}`, run, "score.batch");
    link(`dataset:${datasetVersion}`, run, "score.batch");
  }
  return whole;
}

/** All nodes that can be reached from one, against the edges or along them. */
function reach(edges: readonly Edge[], from: string, direction: "upstream" | "downstream"): Set<string> {
  const next = Map.groupBy(edges, (edge) => (direction === "upstream" ? edge.to : edge.from));
  const reached = new Set<string>();
  for (const open = [from]; open.length > 0;)
    for (const edge of next.get(open.pop() ?? "") ?? []) {
      const other = direction === "upstream" ? edge.from : edge.to;
      if (!reached.has(other)) open.push(other);
      reached.add(other);
    }
  return reached;
}

const shortest = 6;

function findFocus(nodes: ReadonlyMap<string, Node>, of: string): Node {
  const all = [...nodes.values()];
  const isNamed = ({ kind, title }: Node): boolean => (kind === "file" || kind === "dataset") && title === of;
  const [model = "", version = ""] = of.split("@");
  const fitting = all.filter(
    (node) =>
      node.id === of ||
      isNamed(node) ||
      (of.length >= shortest && node.version.startsWith(of)) ||
      (version !== "" && node.kind === "model" && node.title === model && node.version.startsWith(version)),
  );
  const [only] = fitting;
  if (only === undefined) throw new AppError("not-found", `Nothing in this workspace is called ${of}.`, { field: "of" });
  if (fitting.length > 1)
    throw new AppError(
      "bad-input",
      `${of} fits ${fitting.length} things: ${fitting
        .slice(0, 5)
        .map((n) => n.id.slice(0, 24))
        .join(", ")}.`,
      {
        field: "of",
      },
    );
  return only;
}

/**
 * What a thing was made from, down to the files, and what was made from it. Throws AppError `not-found`, or `bad-input` when
 * several things fit.
 */
export function readGraph(db: Database, of: string): LineageGraph {
  const whole = readWhole(db, (name, sha256) => name === of || (of.length >= shortest && sha256.startsWith(of)));
  const anomaly = query(db, anomalyRunSql, AnomalyRow).get({ id: of });
  if (anomaly !== undefined) {
    const id = `anomaly:${of}`;
    whole.nodes.set(id, { id, kind: "anomaly", title: anomaly.label, version: of });
    whole.edges.push({ from: `run:${anomaly.run_id}`, to: id, job: "score.batch" });
  }
  const focus = findFocus(whole.nodes, of);
  const upstream = reach(whole.edges, focus.id, "upstream");
  const downstream = reach(whole.edges, focus.id, "downstream");
  const sides = [
    ["upstream", upstream],
    ["focus", new Set([focus.id])],
    ["downstream", downstream],
  ] as const;
  const nodes = sides.flatMap(([side, ids]) =>
    [...whole.nodes.values()]
      .filter(({ id }) => ids.has(id))
      .toSorted(
        (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1),
      )
      .map((node) => ({ ...node, side })),
  );
  // Only paths through the focus: two snapshots of one dataset version are no kin because a run read both.
  const up = new Set([...upstream, focus.id]);
  const down = new Set([...downstream, focus.id]);
  const edges = whole.edges.filter(({ from, to }) => (up.has(from) && up.has(to)) || (down.has(from) && down.has(to)));
  return { focus: focus.id, nodes, edges, filesLeftOut: whole.filesLeftOut };
}
