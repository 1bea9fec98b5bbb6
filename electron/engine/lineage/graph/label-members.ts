import { z } from "zod";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import type { TrainingReport } from "../../../../shared/contract/training.ts";
import { verdictKinds } from "../../../../shared/domain/verdict.ts";
import { logOf } from "../../lifecycle/model-log.ts";
import { loadText } from "../../runtime.ts";
import { BundleBreak, readTrainingReport } from "../../scoring/bundle.ts";
import { modelVersions } from "../../scoring/versions.ts";
import type { Database } from "../../sqlite/database.ts";
import { query } from "../../sqlite/statement.ts";
import type { LineageSource } from "./whole.ts";

const membersSql = loadText(import.meta.url, "label-members.sql");

const Row = z.object({
  anomaly: z.string(),
  run: z.string(),
  label: z.string(),
  is_withheld: z.number(),
  decision: z.string().nullable(),
  verdict: z.string().nullable(),
  analyst: z.string().nullable(),
  at_us: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

/** A label and the decision that it came from. */
export interface LabelMember {
  readonly anomaly: string;
  readonly run: string;
  readonly label: string;
  readonly isAnomaly: boolean;
  readonly weight: number;
  /** The analyst at the desk is asked for a verdict of their own, so that this one is not told. */
  readonly isWithheld: boolean;
  /** Undefined where the log holds no verdict that could have been the one. */
  readonly verdict: { readonly decision: string; readonly key: string; readonly analyst: string; readonly at: number } | undefined;
}

export interface LabelSet {
  readonly id: string;
  readonly model: string;
  /** The versions that were taught by it, oldest first. */
  readonly versions: readonly ModelVersion[];
  readonly positives: number;
  readonly negatives: number;
  /** By anomaly; undefined when no version's bundle tells them any more. */
  readonly members: readonly LabelMember[] | undefined;
}

const Trained = z.object({ version: z.string() });

/** Each version's place in the log: verdicts given before it are those it can have learned from. */
function trainedAt(db: Database): ReadonlyMap<string, number> {
  const seqs = new Map<string, number>();
  for (const { body, seq } of logOf(db, "model.train")) {
    const { version } = Trained.parse(body);
    seqs.set(version, Math.min(seq, seqs.get(version) ?? seq));
  }
  return seqs;
}

/** The sets of labels that versions were trained with, by the set's digest. */
export function labelSets({ db, paths }: LineageSource): LabelSet[] {
  const seqs = trainedAt(db);
  const taught = modelVersions(db)
    .toReversed()
    .filter((version) => version.labels !== undefined);
  const bySet = Map.groupBy(taught, ({ labels }) => labels?.set ?? "");
  return [...bySet].toSorted(byKey).map(([id, versions]) => {
    const [{ model, labels } = { model: "", labels: undefined }] = versions;
    return {
      id,
      model,
      versions,
      positives: labels?.positives ?? 0,
      negatives: labels?.negatives ?? 0,
      members: firstReadable(versions, (version) => {
        const report = readTrainingReport(paths.root, version.model, version.id);
        return report === undefined ? undefined : membersOf(db, report, seqs.get(version.id));
      }),
    };
  });
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** A broken bundle is named when the graph is verified; until then what it says is not known. */
function firstReadable<T>(versions: readonly ModelVersion[], read: (version: ModelVersion) => T | undefined): T | undefined {
  for (const version of versions)
    try {
      const found = read(version);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof BundleBreak)) throw error;
    }
  return undefined;
}

function membersOf(db: Database, report: TrainingReport, before: number | undefined): LabelMember[] {
  const ids = JSON.stringify(report.used.map(({ anomalyId }) => anomalyId));
  const rows = query(db, membersSql, Row).all({ ids, before: before ?? Number.MAX_SAFE_INTEGER });
  const byAnomaly = Map.groupBy(rows, ({ anomaly }) => anomaly);
  return report.used
    .flatMap(({ anomalyId, isAnomaly, weight }) => {
      const [first] = byAnomaly.get(anomalyId) ?? [];
      if (first === undefined) return [];
      const { anomaly, run, label, is_withheld: withheld } = first;
      const verdict = lastTeaching(byAnomaly.get(anomalyId) ?? [], isAnomaly);
      return [{ anomaly, run, label, isAnomaly, weight, isWithheld: withheld === 1, verdict }];
    })
    .toSorted((a, b) => (a.anomaly < b.anomaly ? -1 : 1));
}

/** Of the verdicts in force when the version was trained the last that teaches what the label says. */
function lastTeaching(rows: readonly Row[], isAnomaly: boolean): LabelMember["verdict"] {
  const use = isAnomaly ? "positive" : "negative";
  const last = rows.findLast(({ verdict }) => verdictKinds.some((kind) => kind.key === verdict && kind.trainingUse === use));
  if (last === undefined || last.decision === null || last.verdict === null || last.analyst === null || last.at_us === null)
    return undefined;
  return { decision: last.decision, key: last.verdict, analyst: last.analyst, at: last.at_us };
}
