import type { AnomalyHealth } from "../../../shared/contract/health.ts";
import { Mark } from "../../ui/Mark.tsx";
import { healthTitle, healthWord } from "./health-words.ts";
import styles from "./Queue.module.css";

const tones = { actionable: "ok", "context-limited": "warn", suppressed: "bad", unknown: "none" } as const;

/** How far the data behind an anomaly can be trusted; nothing where it can be acted on without reserve. */
export function HealthBadge({ health }: { readonly health: AnomalyHealth }) {
  if (health.state === "unknown" || (health.state === "actionable" && health.warnings.length === 0)) return null;
  const tone = health.state === "actionable" ? "warn" : tones[health.state];
  return (
    <span className={styles["health"]} data-term="health" title={healthTitle(health)}>
      <Mark tone={tone} />
      {healthWord(health)}
    </span>
  );
}
