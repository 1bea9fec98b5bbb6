import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import { ActivityBars } from "../../ui/ActivityBars.tsx";
import { Card } from "../../ui/Card.tsx";
import { formatCount } from "../../ui/format/number.ts";
import styles from "./Context.module.css";

function usualText(activity: NonNullable<ContextGraph["activity"]>): string {
  const { usualLow, usualHigh, baselineDays } = activity;
  const days = `${baselineDays < 10 ? String(Math.round(baselineDays * 10) / 10) : formatCount(baselineDays)} d of baseline`;
  if (usualLow === null || usualHigh === null) return `usual unknown: ${days}`;
  const range = usualLow === usualHigh ? "" : `–${formatCount(usualHigh)}`;
  return `usual ${formatCount(usualLow)}${range}, ${days}`;
}

export function ActivityCard({ activity }: { readonly activity: ContextGraph["activity"] }) {
  if (activity === null)
    return (
      <Card title="Activity">
        <p className={styles["unknown"]}>unknown because this kind of subject has no activity series</p>
      </Card>
    );
  const { title, unit, current, buckets, usualLow, usualHigh } = activity;
  const label = `${title}: ${formatCount(current)} ${unit}, ${usualText(activity)}`;
  return (
    <Card title="Activity">
      <div className={styles["activity"]}>
        <ActivityBars values={buckets.map((bucket) => bucket.n)} usualLow={usualLow} usualHigh={usualHigh} label={label} />
        <div>
          <b>
            {formatCount(current)} {unit}
          </b>
          <p className={styles["quiet"]}>{usualText(activity)}</p>
        </div>
      </div>
    </Card>
  );
}
