import type { Database } from "../sqlite/database.ts";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { Run } from "../../../shared/contract/models.ts";
import { type CaseDetail, type QueueRow, type VerdictDetail, VerdictState } from "../../../shared/contract/triage.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { isWithheld, withheldWordsOf } from "../../../shared/domain/blind.ts";
import { loadText } from "../runtime.ts";
import { AnomalyBody } from "../scoring/anomaly-body.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { query } from "../sqlite/statement.ts";
import { readLabel } from "./check-verdict.ts";
import { type QueueParts, readQueueRow } from "./queue.ts";
import { viewerOf } from "./second-looks.ts";
import { NoteBody, VerdictBody } from "./verdict-projection.ts";

const anomalySql = loadText(import.meta.url, "anomaly.sql");
const anomaliesOfRunSql = loadText(import.meta.url, "anomalies-of-run.sql");
const decisionsSql = loadText(import.meta.url, "decisions-about.sql");
const priorSql = loadText(import.meta.url, "judged-before.sql");
const filesSql = loadText(import.meta.url, "snapshot-files.sql");

const AnomalyRow = z.object({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  body: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  run: z.string(),
  snapshots: z.string(),
});
const DecisionRow = z.object({
  kind: z.string(),
  undone: z.number(),
  id: z.string(),
  actor: z.string(),
  at_us: z.number(),
  body: z.string(),
});
const PriorRow = z.object({
  id: z.string(),
  label: z.string(),
  model: z.string(),
  verdict: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  same: z.enum(["subject", "entity"]),
});
const FileRow = z.object({ name: z.string(), sha256: z.string() });

export interface StoredAnomaly {
  readonly id: string;
  readonly model: string;
  readonly run: Run;
  readonly snapshots: readonly string[];
  readonly subjectKey: string;
  readonly window: { readonly from: number; readonly to: number };
  readonly body: AnomalyBody;
}

function toStored(row: z.infer<typeof AnomalyRow>): StoredAnomaly {
  return {
    id: row.id,
    model: row.model,
    run: Run.parse(JSON.parse(row.run)),
    snapshots: z.array(z.string()).parse(JSON.parse(row.snapshots)),
    subjectKey: row.subject_key,
    window: { from: row.from_us, to: row.to_us },
    body: AnomalyBody.parse(JSON.parse(row.body)),
  };
}

export function readAnomaly(db: Database, anomaly: string): StoredAnomaly {
  const row = query(db, anomalySql, AnomalyRow).get({ anomaly });
  if (row === undefined) throw new AppError("not-found", `there is no anomaly ${anomaly}`);
  return toStored(row);
}

/** What a run surfaced, by rank. */
export const readAnomaliesOf = (db: Database, run: string): StoredAnomaly[] =>
  query(db, anomaliesOfRunSql, AnomalyRow).all({ run }).map(toStored);

type History = Pick<CaseDetail, "history" | "notes">;

const detailOf = (db: Database, body: VerdictBody): VerdictDetail => ({
  valid: body.valid ?? verdictKind(body.verdict).anomalyValid,
  confidence: body.confidence ?? null,
  techniques: body.techniques,
  duplicateOf:
    body.duplicateOf === undefined ? null : { anomalyId: body.duplicateOf, label: readLabel(db, body.duplicateOf) ?? body.duplicateOf },
});

function readHistory(db: Database, anomaly: string): History {
  const history: History = { history: [], notes: [] };
  for (const row of query(db, decisionsSql, DecisionRow).all({ anomaly })) {
    const parsed: unknown = JSON.parse(row.body);
    if (row.kind === "note.record") {
      if (row.undone === 0) history.notes.push({ at: row.at_us, analyst: row.actor, text: NoteBody.parse(parsed).text });
      continue;
    }
    const body = VerdictBody.parse(parsed);
    const state = VerdictState.parse({ ...body, analyst: row.actor, at: row.at_us, decision: row.id });
    history.history.push({ ...state, ...detailOf(db, body), undone: row.undone === 1 });
  }
  return history;
}

type Explained = Pick<CaseDetail, "base" | "additiveScore" | "contributions" | "occlusion" | "whyNotHigher">;

/** While the case is of the blind sample and nobody has judged it. */
const nothingExplained = (review: QueueRow["review"]): Explained => ({
  base: null,
  additiveScore: null,
  contributions: [],
  whyNotHigher: withheldWordsOf(review),
});

const explanationOf = ({ base, additiveScore, contributions, occlusion, whyNotHigher }: AnomalyBody): Explained => ({
  base,
  additiveScore,
  contributions,
  ...(occlusion === undefined ? {} : { occlusion }),
  whyNotHigher,
});

/** Of what is judged without sight of others none of theirs. */
function historyFor(db: Database, { anomalyId, review }: QueueRow): History {
  if (review === "second-look") return { history: [], notes: [] };
  const whole = readHistory(db, anomalyId);
  if (review !== "blind-review") return whole;
  const isOwn = ({ analyst }: { readonly analyst: string }): boolean => analyst === viewerOf(db);
  return { history: whole.history.filter(isOwn), notes: whole.notes.filter(isOwn) };
}

/** Everything a case shows that does not need the events themselves. Model facts come from the bundle the run was made with. */
export function readCase({ db, paths }: Workspace, parts: Pick<QueueParts, "lists" | "holds">, anomaly: string): CaseDetail {
  const stored = readAnomaly(db, anomaly);
  const { body, run } = stored;
  const pkg = loadBundle(paths.root, run.model, run.modelVersion).pkg.spec;
  const version = findVersion(db, run.model, run.modelVersion);
  if (version === undefined) throw new AppError("evidence-unreadable", `model version ${run.modelVersion} is no longer in this workspace`);
  const prior = query(db, priorSql, PriorRow).all({ anomaly, model: stored.model, subject: stored.subjectKey });
  const row = readQueueRow(db, parts, anomaly);
  return {
    row,
    headline: body.headline,
    attack: pkg.attack,
    ...(isWithheld(row.blind) ? nothingExplained(row.review) : explanationOf(body)),
    subjectsScored: run.subjects,
    calibrationRows: run.calibrationRows,
    grain: pkg.grain.keys,
    ...historyFor(db, row),
    prior: prior.map((p) => ({
      anomalyId: p.id,
      label: p.label,
      model: p.model,
      verdict: p.verdict,
      analyst: p.analyst,
      at: p.at_us,
      same: p.same,
    })),
    lineage:
      row.review === "blind-review"
        ? null
        : {
            run: run.id,
            modelVersion: version.id,
            datasetVersion: run.datasetVersion,
            trainedOn: version.datasetVersion,
            featureSqlDigest: version.featureSqlDigest,
            onnxSha256: version.onnxSha256,
            codeDigest: version.codeDigest,
            ocsfVersion: version.ocsfVersion,
            mappingDigests: version.mappingDigests,
            seed: version.seed,
            files: query(db, filesSql, FileRow).all({ snapshots: JSON.stringify(stored.snapshots) }),
          },
  };
}
