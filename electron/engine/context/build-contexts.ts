import type { z } from "zod";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import { takeTurns } from "../duckdb/read-rows.ts";
import type { Kind } from "../inventory/columns.ts";
import { kindsInUse } from "../inventory/find-inventory.ts";
import { criticalityOf, versionsAt } from "../inventory/lookup.ts";
import { criticalityOfEntity } from "../resolution/find-entity.ts";
import { currentPartition } from "../resolution/partition.ts";
import { createMentionResolver, type ResolveMention } from "../resolution/resolve-mention.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction } from "../sqlite/statement.ts";
import { createAssetLookup } from "./asset-lookup.ts";
import { toActivity } from "./activity.ts";
import { toAnswers } from "./answers.ts";
import { toBaseline } from "./baseline.ts";
import { eventIdOf, type Case } from "./case-facts.ts";
import { Draft } from "./draft.ts";
import { drawAccountPlaces, drawOtherAccounts } from "./draw-account.ts";
import { drawProcessBehind, momentsBehind } from "./draw-behind.ts";
import { drawCloud } from "./draw-cloud.ts";
import { drawEvidence } from "./draw-evidence.ts";
import { drawIdentity } from "./draw-identity.ts";
import { drawCrown } from "./draw-crown.ts";
import { drawContacts, drawDestination, drawSource } from "./draw-network.ts";
import { drawPeerGroup } from "./draw-peer-group.ts";
import { drawProcess } from "./draw-process.ts";
import { entityKeys } from "./entity-keys.ts";
import type { Moment } from "./fact-rows.ts";
import { readFacts } from "./facts.ts";
import { toFocus, type ContextAnomaly, type Focus, type Grain } from "./focus.ts";
import { createIdentityResolver, deviceNameAt, type IdentitySource, namesOfAddress, toIdentity } from "./identity.ts";
import { type Drawn, type Knowledge, readKnowledge } from "./knowledge.ts";
import { isKnown } from "./known.ts";
import { toSanctioned } from "./sanctioned.ts";
import { selectGraph } from "./select.ts";
import { toTimeline } from "./timeline.ts";
import { weighDraft } from "./weigh.ts";

const insertSql = loadText(import.meta.url, "context-insert.sql");
const entitySql = loadText(import.meta.url, "entity-insert.sql");

export interface BuildContextsInput {
  readonly db: Database;
  readonly queryEngine: QueryEngine;
  /** The whole dataset, not only the scored range: what was usual before comes from it. */
  readonly scope: DatasetScope;
  readonly run: { readonly datasetVersion: string };
  /** The model's subject keys, which say what kind of thing each is. */
  readonly grain: Grain;
  readonly anomalies: readonly ContextAnomaly[];
  readonly signal?: AbortSignal | undefined;
}

/** So few are built for somebody who waits; the statements for more take turns, which leaves a worker to whoever does. */
const fewCases = 3;

export type Context = z.infer<typeof ContextGraph>;

interface Built {
  readonly graph: Context;
  readonly entities: readonly string[];
}

/**
 * Builds and stores the context of every surfaced anomaly of a run, with a handful of set-based queries for all of them together. The same
 * dataset and inventories give the same bytes. Stores nothing when cancelled.
 */
export async function buildContexts(input: BuildContextsInput): Promise<readonly Context[]> {
  if (input.anomalies.length === 0) return [];
  const focuses = input.anomalies.map((anomaly, i) => toFocus(anomaly, input.grain, i));
  currentPartition(input.db);
  const resolve = createMentionResolver(input.db);
  const reader = {
    queryEngine: input.queryEngine,
    scope: input.scope,
    signal: input.signal,
    ...(input.anomalies.length > fewCases ? { turn: takeTurns() } : {}),
  };
  const facts = await readFacts(reader, focuses, (focus) => namesOfAddress(input.db, resolve, focus));
  const kinds = kindsInUse(input.db);
  const withAgents = createIdentityResolver(input.db, facts);
  const drawn = focuses.map((focus): Drawn => {
    // What agents say of an address was asked of those the cases are about; a case must not hang on which others are built with it.
    const own: ResolveMention = (kind, text, ...at) => (kind === "ip" && text !== focus.source ? resolve : withAgents)(kind, text, ...at);
    const one = toCase({ db: input.db, facts, kinds, resolve: own }, focus);
    return { one, draft: draw(one) };
  });
  const knowledge = await readKnowledge(input.db, reader, drawn);
  const built = drawn.flatMap((each, i) => {
    if (input.signal?.aborted === true) throw new CancelledError();
    return knowledge[i] === undefined ? [] : [finish(input, each, knowledge[i], kinds)];
  });
  inTransaction(input.db, () => {
    for (const { graph, entities } of built) {
      execute(input.db, insertSql, { anomaly: graph.anomalyId, body: canonicalJson(graph) });
      for (const entity of entities) execute(input.db, entitySql, { entity, anomaly: graph.anomalyId });
    }
  });
  return built.map(({ graph }) => graph);
}

function toCase(source: IdentitySource, focus: Focus): Case {
  const { db, facts, kinds, resolve } = source;
  const moments = facts.moments.get(focus.no) ?? [];
  const evidence = moments.filter((moment) => moment.evidence === 1);
  const seen = new Set(evidence.map(eventIdOf));
  const near = moments.filter((moment) => moment.evidence === 0);
  const total = (side: readonly Moment[]): number => side.reduce((most, moment) => Math.max(most, moment.side_total), 0);
  const around = [
    ...new Map(near.filter((moment) => !seen.has(eventIdOf(moment))).map((moment) => [eventIdOf(moment), moment])).values(),
  ].toSorted((a, b) => a.time - b.time || a.event_no - b.event_no);
  const identity = toIdentity(source, focus, evidence, momentsBehind({ focus, facts, evidence, around }));
  const host = identity.entities.find((entity) => entity.type === "host");
  const rated = isKnown(identity.device) ? criticalityOf(db, identity.device.value.name, focus.anchorUs) : undefined;
  return {
    focus,
    facts,
    identity,
    baseline: toBaseline(focus, facts.coverage),
    evidence,
    around,
    nearby: {
      before: total(near.filter((moment) => moment.time < focus.anchorUs)),
      after: total(near.filter((moment) => moment.time >= focus.anchorUs)),
    },
    assetAt: createAssetLookup(db, resolve, kinds, focus.anchorUs),
    deviceAt: (address, atUs) => deviceNameAt(source, address, atUs),
    sanctioned: toSanctioned(db, focus, identity, kinds),
    criticality:
      (host === undefined ? undefined : criticalityOfEntity(db, host.id, focus.anchorUs)) ??
      (rated?.outcome === "resolved" ? rated.value.level : undefined),
  };
}

function draw(one: Case): Draft {
  const draft = new Draft();
  const sourceId = drawSource(draft, one);
  drawProcess(draft, one, sourceId);
  if (sourceId !== undefined) {
    drawDestination(draft, one, sourceId);
    drawProcessBehind(draft, one, sourceId);
    drawContacts(draft, one, sourceId);
  }
  drawIdentity(draft, one, sourceId);
  drawAccountPlaces(draft, one);
  drawCloud(draft, one);
  drawEvidence(draft, one);
  drawOtherAccounts(draft, one, sourceId);
  return draft;
}

function finish(input: BuildContextsInput, { one: seen, draft }: Drawn, knowledge: Knowledge, kinds: ReadonlySet<Kind>): Built {
  const one: Case = { ...seen, crown: knowledge.crown, peers: knowledge.peers };
  drawCrown(draft, knowledge);
  drawPeerGroup(draft, one, knowledge);
  weighDraft(draft, one, knowledge);
  const { nodes, edges, omitted } = selectGraph(draft);
  const newNames = new Set(
    [...draft.nodes.values()].filter((node) => node.isNew).flatMap((node) => [node.label, node.id.slice(node.id.indexOf(":") + 1)]),
  );
  const graph: Context = {
    anomalyId: one.focus.anomaly.id,
    dataset: input.run.datasetVersion,
    inventories: versionsAt(input.db, one.focus.anchorUs),
    nodes,
    edges,
    omitted,
    answers: toAnswers(one, kinds),
    timeline: toTimeline(one, newNames),
    activity: toActivity(one),
    measures: [...knowledge.measures],
    peers: knowledge.peers,
    crown: knowledge.crown ?? null,
  };
  return { graph, entities: entityKeys(one) };
}
