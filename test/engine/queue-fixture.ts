import type { Contribution } from "../../shared/contract/triage.ts";
import type { Run } from "../../shared/contract/models.ts";
import type { AnomalyBody } from "../../electron/engine/scoring/anomaly-body.ts";
import type { DrawnItem } from "../../electron/engine/scoring/blind-draw.ts";
import { storeRun } from "../../electron/engine/scoring/runs.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { createWorkspace, isWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { anomalyBody, hour, start } from "./labels-fixture.ts";

export interface QueuedAnomaly {
  readonly id: string;
  readonly model: string;
  readonly subject: string;
  readonly entities?: readonly string[];
  /** Contributions by feature. */
  readonly parts?: Readonly<Record<string, number>>;
  readonly features?: Readonly<Record<string, number | null>>;
  readonly classes?: readonly string[];
  readonly atHour?: number;
  readonly isBlind?: boolean;
}

const baseline = { n: 10, p05: 0, p25: 0, median: 0, p75: 0, p95: 0, min: 0, max: 0 };
const toContributions = (parts: Readonly<Record<string, number>>): Contribution[] =>
  Object.entries(parts)
    .toSorted((a, b) => b[1] - a[1])
    .map(([feature, contribution]) => ({
      feature,
      title: `Title of ${feature}`,
      unit: "events",
      value: contribution,
      contribution,
      baseline,
      percentile: null,
      sentence: feature,
      attackerControlled: false,
    }));

const eventOf = (one: QueuedAnomaly, name: string, i: number): AnomalyBody["evidence"][number] => ({
  eventId: `${one.id}-${i}`,
  class: name,
  time: start,
  file: "a.log",
  record: i,
  ids: {},
});

/** Audit items drawn at random are told apart from the rest only when they are judged. */
const drawn: DrawnItem = { kind: "audit", pool: 10, sample: 1, propensity: 0.1 };

/** Stores the anomalies as the newest run of each model, as scoring would; the workspace is made when there is none. */
export function surfaceQueue(workspaceDir: string, no: number, anomalies: readonly QueuedAnomaly[], createdAt = start + no): void {
  const workspace = isWorkspace(workspaceDir) ? openWorkspace(workspaceDir, { readOnly: false }) : createWorkspace(workspaceDir);
  const { db } = workspace;
  execute(db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  for (const [model, found] of Map.groupBy(anomalies, (one) => one.model)) {
    const version = `version-of-${model}`;
    execute(db, "INSERT OR IGNORE INTO model_version VALUES ($id, $model, '{}', 'd1', 0)", { id: version, model });
    const run: Run = {
      id: `run-${no}-${model}`,
      model,
      modelVersion: version,
      stage: "champion",
      datasetVersion: "d1",
      range: {},
      subjects: 1000,
      surfaced: found.length,
      calibrationRows: 500,
      createdAt,
      notices: [],
    };
    storeRun(
      db,
      run,
      found.map((one, i) => ({
        id: one.id,
        rank: i + 1,
        place: i + 1,
        blind: one.isBlind === true ? drawn : undefined,
        subjectKey: one.subject,
        windowFromUs: start + (one.atHour ?? i) * hour,
        windowToUs: start + ((one.atHour ?? i) + 1) * hour,
        score: 0.7,
        pValue: 0.002,
        qValue: 0.1,
        body: {
          ...anomalyBody({ keys: { src: one.subject } }),
          subject: { type: "pair", keys: { src: one.subject }, label: one.subject },
          entities: [...(one.entities ?? [])],
          features: { ...one.features },
          contributions: toContributions(one.parts ?? { events: 1 }),
          evidence: (one.classes ?? []).map((name, c) => eventOf(one, name, c)),
          evidenceCount: one.classes?.length ?? 0,
        },
      })),
    );
  }
  workspace.close();
}
