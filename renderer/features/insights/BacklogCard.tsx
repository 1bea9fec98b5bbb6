import type { InsightReport } from "../../../shared/contract/insights.ts";
import { formatCount, formatDuration } from "../../ui/format/number.ts";
import { CardHead } from "./CardHead.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { CountLine } from "./CountLine.tsx";
import { medianWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

/** What waits, and for how long. */
export function BacklogCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { open, age, ages, oldestSeconds } = report.backlog;
  const words = medianWords(age, report.floor.median);
  return (
    <section aria-labelledby="backlog">
      <CardHead id="backlog" title="Open cases">
        {formatCount(open)} now
      </CardHead>
      {ages.map(({ part, title, n }) => (
        <CountLine
          key={part}
          target={{ figure: "backlog", part }}
          title={title}
          n={n}
          most={Math.max(...ages.map((one) => one.n))}
          {...choosing}
        />
      ))}
      <p className={styles["quiet"]}>
        Median age {words.main} ({words.detail}){oldestSeconds === null ? "" : `, oldest ${formatDuration(oldestSeconds)}`}
      </p>
    </section>
  );
}
