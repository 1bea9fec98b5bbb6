import type { FigureKey, FigureMedian, InsightReport, ModelFigures } from "../../../shared/contract/insights.ts";
import { Interval } from "../../ui/Interval.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { FigureCell } from "./FigureCell.tsx";
import { medianWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

const columns = [
  { figure: "active-time", of: (row: ModelFigures) => row.activeSeconds },
  { figure: "time-to-view", of: (row: ModelFigures) => row.secondsToView },
  { figure: "time-to-verdict", of: (row: ModelFigures) => row.secondsToVerdict },
] as const satisfies readonly { readonly figure: FigureKey; readonly of: (row: ModelFigures) => FigureMedian }[];

const heads = ["Active time", "Time to view", "Time to verdict"] as const;

/** How long a case takes: attention, and time on the wall. */
export function TimesTable({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { figures, floor } = report;
  const ends = columns.map(({ of }) => Math.max(1, ...figures.map((row) => of(row).high ?? 0)));
  return (
    <section aria-labelledby="times">
      <div className={styles["section"]}>
        <h2 id="times">How long a case takes</h2>
        <span>medians with distribution-free 95 % intervals; below {floor.median} nothing is said</span>
      </div>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map((row) => (
            <tr key={row.model ?? ""}>
              <th scope="row" className={row.model === null ? styles["all"] : styles["model"]}>
                {row.title}
              </th>
              {columns.map(({ figure, of }, i) => {
                const { low, high, median, state } = of(row);
                return (
                  <td key={figure}>
                    <FigureCell target={{ figure, of: row.model ?? undefined }} words={medianWords(of(row), floor.median)} {...choosing}>
                      <Interval low={low} high={high} value={state === "measured" ? median : null} max={ends[i] ?? 1} />
                    </FigureCell>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
