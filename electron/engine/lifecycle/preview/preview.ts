import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelVersion, Run } from "../../../../shared/contract/models.ts";
import type { ModelPreview, PreviewItem, PreviewVerdict, ShadowRun } from "../../../../shared/contract/preview.ts";
import { wilson } from "../../../../shared/lib/wilson.ts";
import { loadText } from "../../runtime.ts";
import { loadBundle } from "../../scoring/bundle.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import { shortId } from "../../scoring/resolve-version.ts";
import { latestRuns } from "../../scoring/runs.ts";
import { shadowRunIdOf } from "../../scoring/shadow/score-beside.ts";
import { shadowRecord } from "../../scoring/shadow/shadow-record.ts";
import { type ShadowPlace, shadowPlaces, shadowRuns } from "../../scoring/shadow/shadow-runs.ts";
import type { Database } from "../../sqlite/database.ts";
import { query } from "../../sqlite/statement.ts";
import { type Change, compareLists } from "./compare-lists.ts";
import { type SubjectCauses, verdictCauses } from "./verdict-causes.ts";

const listedSql = loadText(import.meta.url, "listed-cases.sql");
const verdictsSql = loadText(import.meta.url, "verdicts-on-subjects.sql");
const casesSql = loadText(import.meta.url, "cases-of-subjects.sql");

const Listed = z.object({
  id: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  body: z.string(),
  is_withheld: z.number(),
  is_audit: z.number(),
});
type Listed = z.infer<typeof Listed>;
const Headline = z.object({ headline: z.string() });
const VerdictRow = z.object({
  anomaly_id: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  verdict: z.string(),
  analyst: z.string(),
  at_us: z.number(),
});
const CaseRow = z.object({ id: z.string(), subject_key: z.string(), from_us: z.number() });

const mostVerdicts = 5;

/** The run whose list is in the queue now, that another version may be held against. Throws AppError `not-found` and `conflict`. */
export function runInQueue(db: Database, version: ModelVersion, dataset?: string): Run {
  const [run] = latestRuns(db, version.model, dataset);
  if (run === undefined) throw new AppError("not-found", `${version.model} has not scored yet: there is no queue to compare with.`);
  if (run.modelVersion === version.id)
    throw new AppError("conflict", `${version.model}@${shortId(version.id)} made the queue itself; there is nothing to compare.`);
  return run;
}

export interface PreviewQuestion {
  readonly db: Database;
  readonly workspaceRoot: string;
  readonly version: ModelVersion;
  readonly dataset?: string | undefined;
  readonly limit: number;
}

/** The model's queue as the version would have it, from what is stored. Throws AppError `workspace-damaged` for a damaged bundle. */
export function previewVersion(question: PreviewQuestion): ModelPreview {
  const { db, version, dataset } = question;
  const head = { model: version.model, version: version.id, shadow: shadowRecord(db, version.id) };
  const [run] = latestRuns(db, version.model, dataset);
  if (run === undefined) return { ...head, list: null, because: "This model has not scored yet: there is no queue to compare with." };
  if (run.modelVersion === version.id) return { ...head, list: null, because: "This version made the queue as it is." };
  const id = shadowRunIdOf(version.id, run.id);
  const beside = shadowRuns(db, version.id).find((one) => one.id === id);
  if (beside === undefined) return { ...head, list: null, because: "This version has not scored what is in the queue." };
  return { ...head, list: listOf(question, run, beside), because: "" };
}

interface Sides {
  readonly cases: ReadonlyMap<string, Listed>;
  readonly places: ReadonlyMap<string, ShadowPlace>;
}

const identityOfCase = ({ subject_key, from_us }: Pick<Listed, "subject_key" | "from_us">): string => rowIdentity(subject_key, from_us);

function listOf({ db, workspaceRoot, version, limit }: PreviewQuestion, run: Run, beside: ShadowRun): NonNullable<ModelPreview["list"]> {
  const listed = query(db, listedSql, Listed).all({ run: run.id });
  const withheld = new Set(listed.filter((one) => one.is_withheld === 1).map(identityOfCase));
  // An audit item that was judged was never on the run's own list.
  const open = listed.filter((one) => one.is_withheld === 0 && one.is_audit === 0);
  const stored = shadowPlaces(db, beside.id).map((place) => ({ place, identity: rowIdentity(place.subjectKey, place.fromUs) }));
  const own = stored.filter(({ place, identity }) => place.rank <= beside.places && !withheld.has(identity));
  const sides: Sides = {
    cases: new Map(open.map((one) => [identityOfCase(one), one])),
    places: new Map(stored.map(({ place, identity }) => [identity, place])),
  };
  const changes = compareLists(
    open.map(identityOfCase),
    own.map(({ identity }) => identity),
  );
  const count = (change: Change["change"]): number => changes.filter((one) => one.change === change).length;
  const counts = { appeared: count("appeared"), vanished: count("vanished"), moved: count("moved"), same: count("same") };
  const k = counts.moved + counts.same;
  const { low, high } = wilson(k, open.length);
  const shown = changes.slice(0, limit);
  const scored = shown.filter(({ identity }) => sides.places.has(identity));
  const causes = verdictCauses(
    db,
    loadBundle(workspaceRoot, version.model, version.id),
    scored.map(({ identity }) => sides.places.get(identity)?.features ?? {}),
  );
  const causesOf = new Map(scored.map(({ identity }, i) => [identity, causes.of[i]]));
  return {
    run: run.id,
    against: run.modelVersion,
    datasetVersion: run.datasetVersion,
    scoredAt: beside.createdAt,
    places: beside.places,
    subjects: beside.subjects,
    counts,
    shared: { k, n: open.length, low, high },
    withheld: withheld.size,
    drift: beside.drift ?? null,
    causes: { state: causes.state, because: causes.because, verdicts: causes.verdicts },
    notices: beside.notices,
    items: toItems(db, version.model, sides, shown, causesOf),
    total: changes.length,
  };
}

function toItems(
  db: Database,
  model: string,
  { cases, places }: Sides,
  changes: readonly Change[],
  causesOf: ReadonlyMap<string, SubjectCauses | undefined>,
): PreviewItem[] {
  const keyOf = ({ identity }: Change): string | undefined => places.get(identity)?.subjectKey ?? cases.get(identity)?.subject_key;
  const subjects = JSON.stringify([...new Set(changes.flatMap((change) => keyOf(change) ?? []))]);
  const verdicts = Map.groupBy(query(db, verdictsSql, VerdictRow).all({ model, subjects }), (row) => row.subject_key);
  const known = new Map(
    query(db, casesSql, CaseRow)
      .all({ model, subjects })
      .map((row) => [identityOfCase(row), row.id]),
  );
  return changes.flatMap((change): PreviewItem[] => {
    const [place, own] = [places.get(change.identity), cases.get(change.identity)];
    const shown = place ?? (own === undefined ? undefined : { label: own.label, fromUs: own.from_us, toUs: own.to_us });
    if (shown === undefined) return [];
    const causes = causesOf.get(change.identity);
    return [
      {
        change: change.change,
        subject: shown.label,
        window: { from: shown.fromUs, to: shown.toUs },
        anomalyId: own?.id ?? known.get(change.identity) ?? null,
        from: change.from ?? null,
        to: change.to ?? place?.rank ?? null,
        headline: place?.headline ?? headlineOf(own),
        reasons: [...(place?.reasons ?? [])],
        verdicts: (verdicts.get(keyOf(change) ?? "") ?? []).slice(0, mostVerdicts).map((row) => toVerdict(row, shown.fromUs)),
        taught: causes?.taught ?? null,
        causes: [...(causes?.causes ?? [])],
      },
    ];
  });
}

const headlineOf = (own: Listed | undefined): string => (own === undefined ? "" : Headline.parse(JSON.parse(own.body)).headline);

const toVerdict = (row: z.infer<typeof VerdictRow>, fromUs: number): PreviewVerdict => ({
  anomalyId: row.anomaly_id,
  verdict: row.verdict,
  analyst: row.analyst,
  at: row.at_us,
  isSameWindow: row.from_us === fromUs,
});
