import type { HealthResult } from "../../../../shared/contract/health.ts";
import type { MetricSpec } from "../../../../shared/domain/health.ts";
import { useTime } from "../../../state/use-format.ts";
import styles from "./Health.module.css";
import { stateTones, stateWords, valueText } from "./health-board.ts";

const height = 44;
const width = 340;
const widest = 24;
const most = 60;

/** The last days of a metric as small bars; a bar's shape and the list after it say which are not as they should be. */
export function DayBars({ metric, days }: { readonly metric: MetricSpec; readonly days: readonly HealthResult[] }) {
  const time = useTime();
  const shown = days.slice(-most);
  const sizes = shown.map((day) => Math.abs(day.value ?? 0));
  const top = Math.max(metric.unit === "share" && metric.good === "high" ? 1 : Number.MIN_VALUE, ...sizes);
  const step = Math.min(widest, width / Math.max(1, shown.length));
  const wrong = shown.filter((day) => day.state === "FAIL" || day.state === "WARN");
  const label = `${metric.title} over ${shown.length} days: ${wrong.length === 0 ? "as it should be on each" : `not as it should be on ${wrong.length}`}`;
  return (
    <>
      <svg className={styles["bars"]} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {shown.map((day, i) => {
          const size = day.value === null ? 2 : Math.max(2, ((sizes[i] ?? 0) / top) * (height - 6));
          return (
            <rect
              key={day.day ?? i}
              className={styles[`bar-${stateTones[day.state]}`]}
              x={i * step + 1}
              y={height - size}
              width={Math.max(1, step - 3)}
              height={size}
            />
          );
        })}
      </svg>
      {wrong.length === 0 ? (
        <p className={styles["quiet"]}>As it should be on each of {shown.length} days.</p>
      ) : (
        <ul className={styles["days"]}>
          {wrong.slice(-8).map((day) => (
            <li key={day.day}>
              <span>{day.day === null ? "" : time.time(day.day, "date")}</span>
              <span>{stateWords[day.state]}</span>
              <span>{valueText(metric, day)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
