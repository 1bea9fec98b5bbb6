import type { AnomalyHealth } from "../../../shared/contract/health.ts";
import { healthMetrics } from "../../../shared/domain/health.ts";

const titleOf = (gate: string): string =>
  (healthMetrics.find((metric) => metric.gate === gate)?.title ?? "Who it is about is not known").toLowerCase();

/** A few words beside the model's name. */
export function healthWord({ state, failing, warnings }: AnomalyHealth): string {
  if (state === "suppressed") return "score not trustworthy";
  if (state === "context-limited") return `limited: ${titleOf(failing[0] ?? "")}${failing.length > 1 ? ` +${failing.length - 1}` : ""}`;
  return warnings.length === 1 ? `warning: ${titleOf(warnings[0] ?? "")}` : `${warnings.length} warnings`;
}

/** The whole of it, for whoever asks. */
export function healthTitle({ failing, warnings, weight }: AnomalyHealth): string {
  return [
    ...(failing.length === 0 ? [] : [`fails: ${failing.map(titleOf).join(", ")}`]),
    ...(warnings.length === 0 ? [] : [`warns: ${warnings.map(titleOf).join(", ")}`]),
    ...(weight < 1 ? [`rank divided by ${weight}`] : []),
  ].join("; ");
}
