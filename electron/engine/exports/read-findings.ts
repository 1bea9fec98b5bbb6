import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { FindingFilter } from "../../../shared/contract/exports.ts";
import { Run } from "../../../shared/contract/models.ts";
import { blindSources } from "../../../shared/domain/blind.ts";
import { confidences, validities, verdictKeys, type VerdictKey } from "../../../shared/domain/verdict.ts";
import { createModelFacts } from "../hunts/model-facts.ts";
import { loadText } from "../runtime.ts";
import { AnomalyBody } from "../scoring/anomaly-body.ts";
import { latestRuns } from "../scoring/runs.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { Finding, FindingVerdict, RunFacts } from "./finding.ts";

const findingsSql = loadText(import.meta.url, "findings-of-run.sql");
const countsSql = loadText(import.meta.url, "finding-counts.sql");
const lastRankSql = loadText(import.meta.url, "last-rank.sql");
const verdictSql = loadText(import.meta.url, "verdict-body.sql");
const runsOfSql = loadText(import.meta.url, "runs-of-anomalies.sql");

const Row = z.object({
  id: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
  blind_kind: z.enum(blindSources).nullable(),
  propensity: z.number().nullable(),
  verdict: z.enum(verdictKeys as [VerdictKey, ...VerdictKey[]]).nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  analyst: z.string().nullable(),
  at_us: z.number().nullable(),
  decision_id: z.string().nullable(),
  bulk_id: z.string().nullable(),
  carried_from: z.string().nullable(),
  health: z.string().nullable(),
});
const CountRow = z.object({ verdict: z.string(), is_withheld: z.number(), n: z.number() });
const Said = z.object({
  confidence: z.enum(confidences).nullable(),
  valid: z.enum(validities).nullable(),
  original: z.string().nullable(),
  techniques: z.string(),
});
const RunRow = z.object({ id: z.string(), model: z.string(), body: z.string() });
const Texts = z.array(z.string());

/** Which findings: those of some runs, or only some of them. */
export interface FindingScope {
  readonly runs: readonly Run[];
  readonly show: FindingFilter["show"];
  readonly health: FindingFilter["health"];
  readonly text: string;
  readonly among: readonly string[] | undefined;
  /** Only those with this verdict; without it whichever. */
  readonly verdict?: VerdictKey;
}

/** What the queue shows under this filter. Throws AppError `not-found` for a dataset version there is none of. */
export function scopeOfFilter(db: Database, filter: FindingFilter, among: readonly string[] | undefined): FindingScope {
  const dataset = filter.dataset === undefined ? undefined : getDatasetVersion(db, filter.dataset).id;
  return {
    runs: latestRuns(db, filter.model, dataset),
    show: filter.show,
    health: filter.health,
    text: filter.text.trim().toLowerCase(),
    among,
  };
}

/** Chosen anomalies, whichever run surfaced them. */
export function scopeOfMembers(db: Database, anomalyIds: readonly string[]): FindingScope {
  const runs = query(db, runsOfSql, RunRow).all({ anomalies: JSON.stringify(anomalyIds) });
  return { runs: runs.map((row) => Run.parse(JSON.parse(row.body))), show: "all", health: "any", text: "", among: anomalyIds };
}

const parameters = ({ show, health, text, among, verdict }: FindingScope) => ({
  show,
  health,
  text,
  among: among === undefined ? null : JSON.stringify(among),
  verdict: verdict ?? null,
});

export interface FindingCounts {
  readonly byVerdict: ReadonlyMap<VerdictKey | undefined, number>;
  readonly total: number;
  /** Of the blind sample and not judged: never exported. */
  readonly withheld: number;
}

const ranksPerTurn = 2000;

/** Counted some ranks at a time, so that the engine answers others meanwhile. Rejects with what `signal` was aborted with. */
export async function countFindings(db: Database, scope: FindingScope, signal: AbortSignal): Promise<FindingCounts> {
  const byVerdict = new Map<VerdictKey | undefined, number>();
  let [total, withheld] = [0, 0];
  for (const run of scope.runs) {
    const last = query(db, lastRankSql, z.object({ last: z.number() })).get({ run: run.id })?.last ?? 0;
    for (let from = 1; from <= last; from += ranksPerTurn) {
      const slice = { run: run.id, from, to: from + ranksPerTurn - 1 };
      for (const row of query(db, countsSql, CountRow).all({ ...parameters(scope), ...slice })) {
        const key = verdictKeys.find((one) => one === row.verdict);
        if (row.is_withheld === 1) withheld += row.n;
        else byVerdict.set(key, (byVerdict.get(key) ?? 0) + row.n);
        total += row.is_withheld === 1 ? 0 : row.n;
      }
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return { byVerdict, total, withheld };
}

interface Source {
  readonly db: Database;
  readonly workspaceRoot: string;
  /** Anomalies of active hunts. */
  readonly hunted: ReadonlySet<string>;
}

/** Every finding of a scope with its run, by model and rank, read as it is consumed: what is held at a time is one. */
export function* readFindings(source: Source, scope: FindingScope): IterableIterator<{ facts: RunFacts; finding: Finding }> {
  const { db, workspaceRoot } = source;
  const packages = createModelFacts(workspaceRoot);
  const said = createSaid(db);
  for (const run of scope.runs) {
    const facts = { run, pkg: packages(run), version: findVersion(db, run.model, run.modelVersion) };
    for (const row of query(db, findingsSql, Row).iterate({
      ...parameters(scope),
      run: run.id,
    }))
      yield { facts, finding: toFinding(row, said, source.hunted) };
  }
}

type ReadSaid = (decision: string) => Pick<FindingVerdict, "confidence" | "valid" | "original" | "techniques">;

/** One decision may stand behind thousands of findings and is read once. */
function createSaid(db: Database): ReadSaid {
  const known = new Map<string, ReturnType<ReadSaid>>();
  return (decision) => {
    const before = known.get(decision);
    if (before !== undefined) return before;
    const row = query(db, verdictSql, Said).get({ decision });
    const read = {
      confidence: row?.confidence ?? undefined,
      valid: row?.valid ?? undefined,
      original: row?.original ?? undefined,
      techniques: Texts.parse(JSON.parse(row?.techniques ?? "[]")),
    };
    known.set(decision, read);
    return read;
  };
}

function toFinding(row: z.infer<typeof Row>, said: ReadSaid, hunted: ReadonlySet<string>): Finding {
  return {
    id: row.id,
    label: row.label,
    fromUs: row.from_us,
    toUs: row.to_us,
    score: row.score,
    pValue: row.p_value,
    qValue: row.q_value,
    body: AnomalyBody.parse(JSON.parse(row.body)),
    blind: row.blind_kind === null || row.propensity === null ? undefined : { kind: row.blind_kind, propensity: row.propensity },
    isSuppressed: row.health === "suppressed",
    verdict: toVerdict(row, said),
    isHunted: hunted.has(row.id),
  };
}

function toVerdict(row: z.infer<typeof Row>, said: ReadSaid): FindingVerdict | undefined {
  if (row.verdict === null || row.decision_id === null) return undefined;
  return {
    key: row.verdict,
    decision: row.decision_id,
    analyst: row.analyst ?? "",
    atUs: row.at_us ?? 0,
    reason: row.reason ?? "",
    note: row.note ?? "",
    ...said(row.decision_id),
    bulkId: row.bulk_id ?? undefined,
    carriedFrom: row.carried_from ?? undefined,
  };
}
