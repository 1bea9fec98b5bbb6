import { z } from "zod";
import type { PreviewCause } from "../../../../shared/contract/preview.ts";
import { toModelValue } from "../../features/extract-features.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import { lessonEffects } from "../../forest/feedback/lesson-effects.ts";
import type { ModelMatrix } from "../../forest/forest.ts";
import { decodeForest } from "../../onnx/forest-from-onnx.ts";
import { loadText } from "../../runtime.ts";
import type { Bundle } from "../../scoring/bundle.ts";
import type { Database } from "../../sqlite/database.ts";
import { query } from "../../sqlite/statement.ts";

const bodiesSql = loadText(import.meta.url, "lesson-bodies.sql");
type Features = Readonly<Record<string, number | null>>;
const Body = z.object({ id: z.string(), label: z.string(), features: z.string() });
const FeaturesOf = z.record(z.string(), z.number().nullable());

const mostCauses = 3;

export interface SubjectCauses {
  readonly taught: number;
  readonly causes: readonly PreviewCause[];
}

/** Which verdicts put subjects where they are; `of` has one entry per row that was asked about, or nothing where it is unknown. */
export interface Causes {
  readonly state: "computed" | "unknown";
  readonly because: string;
  /** Verdicts that taught the version. */
  readonly verdicts: number;
  readonly of: readonly SubjectCauses[];
}

const unknown = (because: string, verdicts = 0): Causes => ({ state: "unknown", because, verdicts, of: [] });

/** What each verdict that taught a version does to the score of some rows of its features. Trees stay as they were grown. */
export function verdictCauses(db: Database, { manifest, foreign, training, onnx, pkg }: Bundle, rows: readonly Features[]): Causes {
  if (foreign !== undefined) return unknown("The version was made elsewhere; what taught it is not known.");
  if (manifest.labels === undefined || training === undefined)
    return unknown("No verdict taught this version: its trees alone make the difference.");
  const { used } = training;
  const ids = JSON.stringify(used.map(({ anomalyId }) => anomalyId));
  const bodies = new Map(
    query(db, bodiesSql, Body)
      .all({ anomalies: ids })
      .map((body) => [body.id, body]),
  );
  const missing = used.filter(({ anomalyId }) => !bodies.has(anomalyId)).length;
  if (missing > 0) return unknown(`${missing} of the ${used.length} cases that taught it are not in this workspace.`, used.length);
  const labelled = toMatrix(
    pkg,
    used.map(({ anomalyId }) => FeaturesOf.parse(JSON.parse(bodies.get(anomalyId)?.features ?? "{}"))),
  );
  const effects = lessonEffects(decodeForest(onnx), toMatrix(pkg, rows), labelled, used);
  const of = effects.map(({ all, lessons }) => ({
    taught: all,
    causes: lessons.slice(0, mostCauses).flatMap(({ lesson, effect }): PreviewCause[] => {
      const one = used[lesson];
      return one === undefined ? [] : [{ ...one, subject: bodies.get(one.anomalyId)?.label ?? "", effect }];
    }),
  }));
  return {
    state: "computed",
    because: "Score with a verdict minus score without it, the trees as they were grown.",
    verdicts: used.length,
    of,
  };
}

function toMatrix({ spec }: LoadedPackage, rows: readonly Features[]): ModelMatrix {
  const featureCount = spec.features.length;
  const values = rows.flatMap((row) => spec.features.map((feature) => toModelValue(feature, row[feature.name] ?? Number.NaN)));
  return { data: Float32Array.from(values), rowCount: rows.length, featureCount };
}
