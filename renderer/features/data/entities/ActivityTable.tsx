import type { EntityActivity } from "../../../../shared/contract/entity-pages.ts";
import { ActivityBars } from "../../../ui/ActivityBars.tsx";
import { formatBytes, formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import styles from "./Entities.module.css";
import { relationText } from "./entity-words.ts";

function Usual({ one }: { readonly one: EntityActivity }) {
  if (one.usual === null || one.percentile === null) return <span className={styles["quiet"]}>unknown: too few days before</span>;
  const { p05, p95, median, days } = one.usual;
  const isOdd = one.n > p95 || one.n < p05;
  return (
    <>
      {formatCount(p05)}–{formatCount(p95)}, median {formatCount(median)}{" "}
      {isOdd ? <Tag tone="warn">{one.n > p95 ? "more" : "less"}</Tag> : null}
      <span className={styles["under"]}>
        {formatCount(one.percentile * days)} of {plural(days, "day")} had as many or fewer
      </span>
    </>
  );
}

/** A line for each kind of thing it does: the day against the days before, oddest first. */
export function ActivityTable({ activity }: { readonly activity: readonly EntityActivity[] }) {
  if (activity.length === 0) return <p className={styles["quiet"]}>Nothing in the 30 days up to here.</p>;
  return (
    <table className={`${data["table"] ?? ""} ${styles["activity"] ?? ""}`}>
      <thead>
        <tr>
          {["What", "By day", "That day", "With", "Never met before", "Usual a day (5–95 %)"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {activity.map((one) => {
          const text = relationText(one);
          return (
            <tr key={`${one.way} ${one.relation} ${one.kind}`}>
              <th scope="row">
                <Safe text={text} />
              </th>
              <td>
                <ActivityBars
                  values={one.days.map((day) => day.n)}
                  usualLow={one.usual?.p05 ?? null}
                  usualHigh={one.usual?.p95 ?? null}
                  label={`${text}, by day: ${formatCount(one.n)} on the last of ${plural(one.days.length, "day")}`}
                />
              </td>
              <td>
                {formatCount(one.n)}
                <span className={styles["under"]}>
                  {[one.failures > 0 ? `${formatCount(one.failures)} failed` : "", one.bytes > 0 ? formatBytes(one.bytes) : ""]
                    .filter((part) => part !== "")
                    .join(", ")}
                </span>
              </td>
              <td>{formatCount(one.others)}</td>
              <td>{one.newOthers === 0 ? "0" : <Tag tone="warn">NEW {formatCount(one.newOthers)}</Tag>}</td>
              <td>
                <Usual one={one} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
