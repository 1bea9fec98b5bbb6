import type { AnomalyHealth } from "../../../shared/contract/health.ts";
import { healthMetrics } from "../../../shared/domain/health.ts";
import { plural } from "../../ui/format/number.ts";

const titleOf = (gate: string): string =>
  (healthMetrics.find((metric) => metric.gate === gate)?.title ?? "Who it is about is not known").toLowerCase();

/** A word beside the model's name; what it rests on is said by the title and, in full, by the case. */
export function healthWord({ state, warnings }: AnomalyHealth): string {
  if (state === "suppressed") return "not trustworthy";
  return state === "context-limited" ? "limited" : plural(warnings.length, "warning");
}

/** The whole of it, for whoever asks. */
export function healthTitle({ failing, warnings, weight }: AnomalyHealth): string {
  return [
    ...(failing.length === 0 ? [] : [`fails: ${failing.map(titleOf).join(", ")}`]),
    ...(warnings.length === 0 ? [] : [`warns: ${warnings.map(titleOf).join(", ")}`]),
    ...(weight < 1 ? [`rank divided by ${weight}`] : []),
  ].join("; ");
}
