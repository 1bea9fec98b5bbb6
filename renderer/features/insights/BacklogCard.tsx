import type { InsightReport } from "../../../shared/contract/insights.ts";
import { formatCount, formatDuration, plural } from "../../ui/format/number.ts";
import { CardHead } from "./CardHead.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { CountLine } from "./CountLine.tsx";
import { medianWords, rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

/** What waits, and for how long. */
export function BacklogCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { open, age, ages, oldestSeconds } = report.backlog;
  const { active, made, hidden, audited } = report.suppressed;
  const share = rateWords(hidden, report.floor.rate);
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
      <CountLine
        target={{ figure: "suppressed" }}
        title="hidden by suppressions"
        n={hidden.k}
        most={open}
        detail={`${share.main} (${share.detail}); ${plural(active, "suppression")} in force, ${formatCount(made)} made in the period, ${formatCount(audited)} kept in sight by lot`}
        {...choosing}
      />
      <p className={styles["quiet"]}>
        Median age {words.main} ({words.detail}){oldestSeconds === null ? "" : `, oldest ${formatDuration(oldestSeconds)}`}
      </p>
    </section>
  );
}
