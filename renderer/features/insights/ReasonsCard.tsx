import { verdictKinds } from "../../../shared/domain/verdict.ts";
import type { InsightReport } from "../../../shared/contract/insights.ts";
import type { Choosing } from "./chosen-figure.ts";
import { CardHead } from "./CardHead.tsx";
import { CountLine } from "./CountLine.tsx";
import { rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

const shortOf = (verdict: string): string => verdictKinds.find(({ key }) => key === verdict)?.short ?? verdict;

/** Why false positives were false. */
export function ReasonsCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { reasons, floor } = report;
  const most = Math.max(0, ...reasons.map(({ rate }) => rate.k));
  return (
    <section aria-labelledby="reasons">
      <CardHead id="reasons" title="False positives by reason">
        share of the verdicts of its kind
      </CardHead>
      {reasons.length === 0 ? <p className={styles["quiet"]}>No verdict says that the model is wrong or the data is bad.</p> : null}
      {reasons.map(({ part, verdict, reason, rate }) => {
        const words = rateWords(rate, floor.rate);
        return (
          <CountLine
            key={part}
            target={{ figure: "reasons", part }}
            title={`${shortOf(verdict)}: ${reason === "" ? "no reason given" : reason}`}
            n={rate.k}
            most={most}
            detail={rate.state === "measured" ? `${words.main} · ${words.detail}` : words.detail}
            {...choosing}
          />
        );
      })}
    </section>
  );
}
