import { z } from "zod";
import { gateNames, healthMetrics, healthStates } from "../domain/health.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

const State = z.enum(healthStates);
const Metric = z.enum(healthMetrics.map((metric) => metric.name) as [string, ...string[]]);

export const HealthResult = z.object({
  metric: Metric,
  /** Of telemetry; null for what is asked of everything. */
  source: z.string().nullable(),
  /** Start of a UTC day; null for the whole window. */
  day: TimeUs.nullable(),
  /** In the metric's unit; null when it could not be measured. */
  value: z.number().nullable(),
  /** Of a share: its counts and 95 % Wilson interval. */
  k: z.number().int().nullable(),
  n: z.number().int().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  state: State,
  /** Why this state, in words. */
  reason: z.string(),
  /** The one thing to do; empty when there is nothing to do. */
  fix: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }).nullable(),
});
export type HealthResult = z.infer<typeof HealthResult>;

export const HealthReport = z.object({
  /** sha256 of this report without its id. */
  id: z.string(),
  dataset: z.string(),
  /** Ages are measured at this moment. */
  asOf: z.object({ at: TimeUs, because: z.string() }),
  inventories: z.array(z.object({ kind: z.string(), source: z.string(), id: z.string(), asOf: TimeUs, basis: z.string() })),
  sources: z.array(z.string()),
  days: z.array(TimeUs),
  results: z.array(HealthResult),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** Something that counted against a metric. */
export const HealthRow = z.object({
  source: z.string().nullable(),
  day: TimeUs.nullable(),
  what: z.string(),
  n: z.number().int(),
  /** One such event, where events are meant. */
  eventId: z.string().nullable(),
});
export type HealthRow = z.infer<typeof HealthRow>;

export const HealthFix = z.object({
  metric: Metric,
  source: z.string().nullable(),
  state: State,
  fix: z.string(),
  /** Anomalies in the queue for which nothing else stands in the way of acting. */
  unlocks: z.number().int(),
  /** Anomalies in the queue that it stands in the way of, alone or with others. */
  touches: z.number().int(),
});
export type HealthFix = z.infer<typeof HealthFix>;

export const GateResult = z.object({
  gate: z.enum([...gateNames, "subject"]),
  metric: z.string(),
  state: State,
  /** What is required for it to count for nothing: OK, or WARN as well. */
  needs: z.enum(["OK", "WARN"]),
  effect: z.enum(["none", "costs", "limits", "suppresses"]),
  /** Whose health: the anomaly's own entities, its source and days, or everything. */
  slice: z.string(),
  value: z.number().nullable(),
  k: z.number().int().nullable(),
  n: z.number().int().nullable(),
  reason: z.string(),
  fix: z.string(),
});
export type GateResult = z.infer<typeof GateResult>;

/** How far an anomaly's own slice of the data can be trusted. `unknown` for runs made before health was kept. */
export const AnomalyHealth = z.object({
  state: z.enum(["actionable", "context-limited", "suppressed", "unknown"]),
  /** Gates that stand in the way, those of the score first. */
  failing: z.array(z.string()),
  warnings: z.array(z.string()),
  /** 1 when nothing warns; each warning takes a fifth off, down to one half. A rank is divided by it. */
  weight: z.number(),
});
export type AnomalyHealth = z.infer<typeof AnomalyHealth>;

const At = z.object({
  dataset: z.string().optional(),
  /** Default: the newest event of the dataset that does not lie in the future. */
  asOf: TimeUs.optional(),
});

export const healthRequests = {
  "health.report": request(At, HealthReport),
  "health.rows": request(
    At.extend({
      metric: Metric,
      source: z.string().nullable().optional(),
      day: TimeUs.optional(),
      limit: z.number().int().positive().max(1000).default(100),
    }),
    z.object({ rows: z.array(HealthRow), total: z.number().int() }),
  ),
  /** What to mend next: most anomalies unlocked first. */
  "health.fixes": request(At, z.array(HealthFix)),
  /** Every gate of an anomaly's model over its own slice, as it was when the anomaly was scored. */
  "health.anomaly": request(z.object({ anomalyId: z.string() }), AnomalyHealth.extend({ gates: z.array(GateResult) })),
} as const;
