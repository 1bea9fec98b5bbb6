import type { AnomalyHealth, GateResult } from "../../../shared/contract/health.ts";
import type { Gates } from "../../../shared/contract/models.ts";
import { type GateName, gateNames, type HealthState, metricsOfGate, type MetricSpec } from "../../../shared/domain/health.ts";
import { judge } from "./judge.ts";
import type { Slice, Slices } from "./subject-slice.ts";

/** What every score rests on, for packages that declare nothing. Their features may need no history, so a short one only limits. */
const defaultGates: Gates = {
  parse_fail: "OK",
  gap: "OK",
  volume_drift: "OK",
  skew: "WARN",
  baseline_days: { needs: "WARN", onFail: "limit" },
};

export interface Requirements {
  readonly gates?: Gates | undefined;
  readonly fields: readonly ("device" | "actor")[];
}

export interface JudgedAnomaly {
  readonly health: AnomalyHealth;
  readonly gates: readonly GateResult[];
}

interface Need {
  readonly needs: "OK" | "WARN";
  readonly isScoring: boolean;
}

function needOf(gates: Gates, gate: GateName, kind: MetricSpec["kind"]): Need {
  const need = gates[gate] ?? "OK";
  return typeof need === "string" ? { needs: need, isScoring: kind === "scoring" } : { needs: need.needs, isScoring: false };
}

/** A FAIL of a scoring gate puts the score in doubt, one of a context gate limits what can be done; what is not known passes for neither. */
function effectOf(state: HealthState, { needs, isScoring }: Need): GateResult["effect"] {
  if (state === "FAIL") return isScoring ? "suppresses" : "limits";
  if (needs === "WARN" || state === "OK" || state === "NOT_APPLICABLE") return "none";
  return state === "WARN" ? "costs" : "limits";
}

function measureGate(
  slices: Slices,
  slice: Slice,
  metric: MetricSpec,
  need: Need,
  fixOf: (metric: string, source: string | null) => string,
): GateResult {
  const sliced = slices.measure(metric, slice);
  const judged = "result" in sliced.measured ? sliced.measured.result : judge(metric, sliced.measured, true);
  const effect = effectOf(judged.state, need);
  const source = "result" in sliced.measured ? sliced.measured.result.source : (slice.subject.sources[0] ?? null);
  return {
    gate: metric.gate,
    metric: metric.name,
    state: judged.state,
    needs: need.needs,
    effect,
    slice: sliced.slice,
    value: judged.value,
    k: judged.k,
    n: judged.n,
    reason: judged.reason,
    fix: effect === "none" ? "" : fixOf(metric.name, metric.scope === "estate" ? null : source),
  };
}

/** Below this nobody should be accused. */
const leastConfidence = 0.95;

function subjectGate(slice: Slice, fields: Requirements["fields"]): GateResult[] {
  const base = { gate: "subject", metric: "subject", needs: "OK", value: null, k: null, n: null } as const;
  const devices = fields.includes("device") && slice.subject.device !== undefined ? slice.known : [];
  const accounts =
    slice.subject.account === undefined ? [] : slice.actors.map((row) => ({ label: row.name ?? "", resolution: row.resolution }));
  const doubtful = [...devices, ...(fields.includes("actor") ? accounts : [])].filter(
    ({ resolution }) => resolution.outcome !== "RESOLVED" || resolution.confidence < leastConfidence,
  );
  const [first] = doubtful;
  if (first === undefined)
    return [{ ...base, state: "OK", effect: "none", slice: "its subject", reason: "who it is about is known", fix: "" }];
  const { outcome, confidence } = first.resolution;
  const why =
    outcome === "RESOLVED"
      ? `known with a confidence of ${confidence} only`
      : outcome === "HOLD"
        ? "more than one entry fits"
        : outcome === "GENERIC"
          ? "its name says nothing of who it is"
          : "no inventory knows it";
  return [
    {
      ...base,
      state: "FAIL",
      effect: "limits",
      slice: first.label,
      reason: `${first.label}: ${why}`,
      fix: `Find out who ${first.label} is, and record it in the inventories.`,
    },
  ];
}

const weightOf = (costs: number): number => Math.max(0.5, Number((0.8 ** costs).toFixed(4)));

/** The gates of a model over an anomaly's own slice. Suppressed: a score not to be trusted; context-limited: one to be acted on with care. */
export function judgeAnomaly(
  slices: Slices,
  slice: Slice,
  { gates = defaultGates, fields }: Requirements,
  fixOf: (metric: string, source: string | null) => string,
): JudgedAnomaly {
  const required = gateNames.filter((gate) => gates[gate] !== undefined);
  const measured = required.flatMap((gate) =>
    metricsOfGate(gate).map((metric) => measureGate(slices, slice, metric, needOf(gates, gate, metric.kind), fixOf)),
  );
  const results = [...measured, ...subjectGate(slice, fields)];
  const having = (effect: GateResult["effect"]): string[] => [
    ...new Set(results.filter((one) => one.effect === effect).map((one) => one.gate)),
  ];
  const [suppressing, limiting, costing] = [having("suppresses"), having("limits"), having("costs")];
  const state = suppressing.length > 0 ? "suppressed" : limiting.length > 0 ? "context-limited" : "actionable";
  const failing = [...new Set([...suppressing, ...limiting])];
  const warnings = costing.filter((gate) => !failing.includes(gate));
  return { health: { state, failing, warnings, weight: weightOf(warnings.length) }, gates: results };
}
