import type { AnomalyHealth, GateResult } from "../../../shared/contract/health.ts";
import { healthMetrics } from "../../../shared/domain/health.ts";
import { answered, maxValue, type Answer } from "./answer.ts";
import { fitted, plural } from "./words.ts";

const titleOf = (metric: string): string => healthMetrics.find((spec) => spec.name === metric)?.title ?? "Who it is about";
const counts: ReadonlySet<GateResult["effect"]> = new Set(["suppresses", "limits", "costs"]);

/** The answer by the gates of the anomaly's own slice; what the context knew of its history stays among the details. */
export function trustByGates(stored: Answer, { state, gates, weight }: AnomalyHealth & { readonly gates: readonly GateResult[] }): Answer {
  const having = (effect: GateResult["effect"]): string[] =>
    gates.filter((gate) => gate.effect === effect).map((gate) => titleOf(gate.metric).toLowerCase());
  const [suppressing, limiting, costing] = [having("suppresses"), having("limits"), having("costs")];
  const value =
    state === "suppressed"
      ? `No, score not trustworthy: ${fitted(suppressing, maxValue - 27)}`
      : state === "context-limited"
        ? `With care: ${fitted(limiting, maxValue - 11)}`
        : costing.length === 0
          ? `Yes: all ${plural(gates.length, "gate")} of its model hold`
          : `Yes, but ${fitted(costing, maxValue - 9)}`;
  const blamed = gates.filter((gate) => counts.has(gate.effect));
  const rows = blamed.map((gate) => [titleOf(gate.metric), `${gate.state}: ${gate.reason} (${gate.slice})`] as const);
  const fixes = [...new Set(blamed.map((gate) => gate.fix))].map((fix) => ["to mend", fix] as const);
  const cost = weight < 1 ? ([["rank", `divided by ${weight} for ${plural(costing.length, "warning")}`]] as const) : [];
  return answered("trust", value, [
    ...rows,
    ...fixes,
    ...cost,
    ...stored.detail.filter((row) => row.label !== "doubt").map((row) => [row.label, row.value] as const),
  ]);
}
