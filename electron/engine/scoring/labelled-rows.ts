import type { TrainingReport } from "../../../shared/contract/training.ts";
import type { Lesson } from "../forest/feedback/teach.ts";
import type { ModelMatrix } from "../forest/forest.ts";

/** A judged subject as a model sees it. */
export interface LabelledRow extends Lesson {
  readonly anomalyId: string;
  readonly subjectKey: string;
  readonly fromUs: number;
  readonly toUs: number;
  /** Model values, one per feature of the package. */
  readonly values: Float32Array;
  readonly weight: number;
}

/** The labels a version is trained with, and what is kept about them in its bundle. */
export interface TrainingLabels {
  readonly rows: readonly LabelledRow[];
  readonly report: TrainingReport;
}

export function labelMatrix(rows: readonly LabelledRow[], featureCount: number): ModelMatrix {
  const data = new Float32Array(rows.length * featureCount);
  for (const [i, { values }] of rows.entries()) data.set(values, i * featureCount);
  return { data, rowCount: rows.length, featureCount };
}

/** What identifies a judged subject among the rows of a feature matrix. */
export const rowIdentity = (subjectKey: string, fromUs: number): string => `${fromUs} ${subjectKey}`;

export const toLessons = (rows: readonly LabelledRow[]): Lesson[] => rows.map(({ isAnomaly, weight }) => ({ isAnomaly, weight }));
