import type { InsightReport } from "../../../shared/contract/insights.ts";
import type { KappaFigure } from "../../../shared/contract/review.ts";
import { formatCount, formatPercent } from "../../ui/format/number.ts";
import { Interval } from "../../ui/Interval.tsx";
import { CardHead } from "./CardHead.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { FigureCell } from "./FigureCell.tsx";
import type { FigureWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

function kappaWords({ state, because, n, agreed, kappa, low, high, agreement }: KappaFigure): FigureWords {
  if (state === "insufficient" || kappa === null) return { main: n === 0 ? "none yet" : "too few to say", detail: because, isUnsure: true };
  const share = `${formatPercent(agreement.low).replace(" %", "")}–${formatPercent(agreement.high)}`;
  return {
    main: `κ ${kappa.toFixed(2)}`,
    detail: `${low.toFixed(2)} to ${high.toFixed(2)} · ${formatCount(agreed)} of ${formatCount(n)} agree, ${share}`,
  };
}

/** How far two people agree who could not see each other's verdict. */
export function AgreementCard({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  const { label, verdict } = report.agreement;
  const whole = kappaWords(verdict);
  return (
    <section aria-labelledby="agreement">
      <CardHead id="agreement" title="Agreement of two analysts">
        Cohen’s kappa
      </CardHead>
      <FigureCell target={{ figure: "agreement" }} name="Malicious, benign or excluded" words={kappaWords(label)} {...choosing}>
        <Interval
          low={label.n === 0 ? null : label.low}
          high={label.n === 0 ? null : label.high}
          value={label.state === "measured" ? label.kappa : null}
          max={1}
        />
      </FigureCell>
      <p className={styles["quiet"]}>
        On malicious, benign or excluded. On the whole taxonomy: {whole.main} ({whole.detail}).
      </p>
    </section>
  );
}
