import type { InsightReport } from "../../../shared/contract/insights.ts";
import { CardHead } from "./CardHead.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { CountLine } from "./CountLine.tsx";
import { rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

/** What verdicts taught, and why others did not. */
export function LabelUseCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { used, waiting, excluded } = report.labelUse;
  const most = Math.max(used.k, waiting, ...excluded.map(({ n }) => n));
  const words = rateWords(used, report.floor.rate);
  const line = (part: string, title: string, n: number) => (
    <CountLine key={part} target={{ figure: "label-use", part }} title={title} n={n} most={most} {...choosing} />
  );
  return (
    <section aria-labelledby="label-use">
      <CardHead id="label-use" title="What became of the labels" />
      {line("used", "in a training set", used.k)}
      {line("waiting", "waiting for a training", waiting)}
      {excluded.map(({ part, because, n }) => line(part, because, n))}
      <p className={styles["quiet"]}>
        Used: {words.main} ({words.detail})
      </p>
    </section>
  );
}
