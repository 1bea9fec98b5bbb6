import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";
import type { IdentifiedCluster } from "./entity-ids.ts";
import type { WeighedEdge } from "./candidate-edges.ts";
import type { StoredRecord } from "./stored-record.ts";
import { hull, toBounds } from "./time-span.ts";
import type { JudgedValue } from "./touched.ts";

const joinSql = loadText(import.meta.url, "record-join.sql");
const edgesForgetSql = loadText(import.meta.url, "edges-forget.sql");
const edgePutSql = loadText(import.meta.url, "edge-put.sql");
const entityPutSql = loadText(import.meta.url, "entity-put.sql");
const entityForgetSql = loadText(import.meta.url, "entity-forget.sql");
const entityLabelSql = loadText(import.meta.url, "entity-label.sql");
const genericPutSql = loadText(import.meta.url, "generic-put.sql");
const genericForgetSql = loadText(import.meta.url, "generic-forget.sql");
const redirectPutSql = loadText(import.meta.url, "redirect-put.sql");
const redirectForgetSql = loadText(import.meta.url, "redirect-forget.sql");
const historyPutSql = loadText(import.meta.url, "history-put.sql");

const followSql = loadText(import.meta.url, "anomalies-follow.sql");
const followHalfSql = loadText(import.meta.url, "anomalies-follow-half.sql");
const aboutSql = loadText(import.meta.url, "anomalies-about.sql");
const leaveSql = loadText(import.meta.url, "anomalies-leave.sql");

const LabelRow = z.object({ label: z.string(), anchor_id: z.string() });

export type Clustered = IdentifiedCluster<StoredRecord>;

export function storeJudged(db: Database, judged: Iterable<JudgedValue>): void {
  for (const { type, key, reason, wasGeneric, records } of judged)
    if (reason !== undefined) execute(db, genericPutSql, { type, identifier: key, reason, records });
    else if (wasGeneric) execute(db, genericForgetSql, { type, identifier: key });
}

export function storeEdges(
  db: Database,
  touched: ReadonlyMap<number, StoredRecord>,
  edges: readonly WeighedEdge[],
  isFirst: boolean,
): void {
  if (!isFirst) for (const no of touched.keys()) execute(db, edgesForgetSql, { no });
  const numbers = new Map([...touched.values()].map((record) => [record.id, record.no]));
  for (const edge of edges) {
    const { from, to } = toBounds(edge.span);
    execute(db, edgePutSql, {
      a: numbers.get(edge.a) ?? null,
      b: numbers.get(edge.b) ?? null,
      rule: edge.rule,
      identifier: edge.key ?? null,
      state: edge.state,
      order: edge.order ?? null,
      confidence: edge.confidence,
      from,
      to,
      against: edge.against ?? null,
      parts: JSON.stringify(edge.parts),
      decision: edge.decision ?? null,
    });
  }
}

/** Best name first: of a directory, then the CMDB, then an identity provider; of those the one in use last. */
function labelOf({ records }: Clustered): { readonly label: string; readonly detail: string } {
  const order = ["directory", "cmdb", "idp"];
  const [best] = records.toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compare(hull(b.spans).to, hull(a.spans).to) || (a.id < b.id ? -1 : 1),
  );
  const detail = records.map((record) => record.detail).find((text) => text !== "") ?? "";
  return { label: best?.label ?? "", detail: best?.detail === undefined || best.detail === "" ? detail : best.detail };
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** Writes the entities that touched records make, and what became of those they made before. Gives the ids that are other than before. */
export function storeEntities(
  db: Database,
  clusters: readonly Clustered[],
  gone: readonly StoredRecord[],
  number: number,
  isFirst: boolean,
): string[] {
  const before = new Map<string, StoredRecord[]>();
  for (const record of [...clusters.flatMap((cluster) => cluster.records), ...gone])
    if (record.entity !== "") before.set(record.entity, [...(before.get(record.entity) ?? []), record]);
  const oldLabels = new Map([...before.keys()].map((id) => [id, query(db, entityLabelSql, LabelRow).get({ id })]));
  const changed = new Set<string>();
  const now = new Map<number, string>();
  for (const cluster of clusters) {
    const { id, anchor, records } = cluster;
    for (const record of records) {
      now.set(record.no, id);
      if (record.entity !== id) execute(db, joinSql, { no: record.no, entity: id });
      if (record.entity !== id) changed.add(id);
    }
    if ((before.get(id)?.length ?? 0) !== records.length) changed.add(id);
    const { from, to } = toBounds(hull(records.flatMap((record) => record.spans)));
    const { label, detail } = labelOf(cluster);
    execute(db, entityPutSql, {
      id,
      type: anchor.type,
      label,
      detail,
      anchor: anchor.id,
      records: records.length,
      from,
      to,
      since: number,
    });
    if (!isFirst) execute(db, redirectForgetSql, { id });
  }
  const ids = new Set(clusters.map((cluster) => cluster.id));
  for (const [old, members] of before) tell(old, members);
  execute(db, aboutSql, { entities: JSON.stringify([...changed]) });
  return [...changed].toSorted();

  function tell(old: string, members: readonly StoredRecord[]): void {
    const label = oldLabels.get(old);
    const heirs = [...new Set(members.flatMap((record) => now.get(record.no) ?? []))].toSorted();
    const say = (op: string, to: string | null): void => {
      execute(db, historyPutSql, { number, op, old, new: to, label: label?.label ?? "" });
    };
    if (ids.has(old)) {
      for (const heir of heirs.filter((one) => one !== old)) {
        say("split", heir);
        execute(db, followHalfSql, { old, new: heir });
        execute(db, leaveSql, { old, new: heir });
      }
      return;
    }
    execute(db, entityForgetSql, { id: old });
    const anchor = members.find((record) => record.id === label?.anchor_id);
    const heir = (anchor === undefined ? undefined : now.get(anchor.no)) ?? heirs[0];
    if (heir === undefined) return say("gone", null);
    const isMerge = clusters.some((one) => one.id === heir && one.records.some((record) => record.entity !== "" && record.entity !== old));
    say(isMerge ? "merged" : "redirected", heir);
    for (const other of heirs) if (other !== heir) say("split", other);
    execute(db, redirectPutSql, { old, new: heir, number, cause: isMerge ? "merged" : "its records have another anchor" });
    execute(db, followSql, { old: `entity:${old}`, new: `entity:${heir}` });
    changed.add(heir);
  }
}
