import { useState } from "react";
import type { InsightReport } from "../../../shared/contract/insights.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatCount, formatDuration } from "../../ui/format/number.ts";
import { toUtcDay } from "../../ui/format/time.ts";
import { CardHead } from "./CardHead.tsx";
import { type Choosing, isChosen } from "./chosen-figure.ts";
import { rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

type Workload = InsightReport["workload"];

const height = 72;
const width = 480;

function DayBars({ workload: { days, perDay } }: { readonly workload: Workload }) {
  const top = Math.max(perDay, ...days.map(({ cases }) => cases));
  const step = Math.min(24, width / Math.max(1, days.length));
  const y = (n: number): number => height - (n / top) * (height - 6);
  const over = days.filter(({ cases }) => cases > perDay).length;
  const label = `${formatCount(days.length)} days, the most cases in one ${formatCount(Math.max(0, ...days.map(({ cases }) => cases)))}; ${formatCount(over)} over the budget of ${formatCount(perDay)}`;
  return (
    <svg className={styles["bars"]} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {days.map(({ from, cases }, i) => (
        <rect
          key={from}
          className={cases > perDay ? styles["over"] : styles["bar"]}
          x={i * step + 1}
          y={y(cases)}
          width={Math.max(1, step - 2)}
          height={height - y(cases)}
          rx={1}
        />
      ))}
      <line className={styles["budget"]} x1={0} x2={width} y1={y(perDay)} y2={y(perDay)} />
    </svg>
  );
}

function DayTable({ workload: { days, perDay }, chosen, onChoose }: Choosing & { readonly workload: Workload }) {
  return (
    <Scrollable className={styles["days"]} aria-label="Cases judged, day by day">
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">Cases</th>
            <th scope="col">Against budget</th>
            <th scope="col">Active time</th>
          </tr>
        </thead>
        <tbody>
          {days
            .filter(({ cases }) => cases > 0)
            .toReversed()
            .map(({ from, part, cases, activeSeconds }) => (
              <tr key={part}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles["link"]}
                    aria-pressed={isChosen(chosen, { figure: "workload", part })}
                    onClick={() => onChoose({ figure: "workload", part })}
                  >
                    {toUtcDay(from)}
                  </button>
                </th>
                <td>{formatCount(cases)}</td>
                <td>{cases > perDay ? `${formatCount(cases - perDay)} over` : "within"}</td>
                <td>{activeSeconds === 0 ? "not recorded" : formatDuration(activeSeconds)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

/** Work on each day against the budget: as bars, or as a table from which each day opens. */
export function WorkloadCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const [isTable, setTable] = useState(false);
  const { workload, floor } = report;
  const words = rateWords(workload.within, floor.rate);
  return (
    <section aria-labelledby="workload">
      <CardHead id="workload" title="Cases judged in a day">
        <Button size="small" tone="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? "As bars" : "As a table"}
        </Button>
      </CardHead>
      {workload.days.length === 0 ? (
        <p className={styles["quiet"]}>Nobody judged anything in this time.</p>
      ) : isTable ? (
        <DayTable workload={workload} {...choosing} />
      ) : (
        <DayBars workload={workload} />
      )}
      <p className={styles["quiet"]}>
        Days within the budget of {formatCount(workload.perDay)}: {words.main} ({words.detail}).{" "}
        <button type="button" className={styles["link"]} onClick={() => choosing.onChoose({ figure: "workload" })}>
          All of them
        </button>
      </p>
    </section>
  );
}
