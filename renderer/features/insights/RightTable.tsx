import type { FigureKey, FigureRate, InsightReport, ModelFigures } from "../../../shared/contract/insights.ts";
import { plural } from "../../ui/format/number.ts";
import { Interval } from "../../ui/Interval.tsx";
import type { Choosing } from "./chosen-figure.ts";
import { FigureCell } from "./FigureCell.tsx";
import { baseRateWords, type FigureWords, foilWords, rateWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

interface RowProps extends Choosing {
  readonly row: ModelFigures;
  readonly floor: number;
}

function Words({ words }: { readonly words: FigureWords }) {
  return (
    <div className={styles["plain"]}>
      <b className={words.isUnsure === true ? styles["unsure"] : undefined}>{words.main}</b>
      <small>{words.detail}</small>
    </div>
  );
}

function RateCell({ rate, figure, row, floor, ...choosing }: RowProps & { readonly rate: FigureRate; readonly figure: FigureKey }) {
  const value = rate.state === "measured" ? rate.rate : null;
  return (
    <FigureCell target={{ figure, of: row.model ?? undefined }} words={rateWords(rate, floor)} {...choosing}>
      <Interval low={rate.n === 0 ? null : rate.low} high={rate.n === 0 ? null : rate.high} value={value} max={1} />
    </FigureCell>
  );
}

function Row(props: RowProps) {
  const { row } = props;
  const { audit, foil } = row;
  return (
    <tr>
      <th scope="row" className={row.model === null ? styles["all"] : styles["model"]}>
        {row.title}
        <small>{plural(row.cases, "case")} judged</small>
      </th>
      <td>
        <RateCell rate={row.precision} figure="precision" {...props} />
      </td>
      <td>
        <Words words={baseRateWords(row.exposure)} />
      </td>
      <td>
        <RateCell rate={row.confirm} figure="confirm" {...props} />
      </td>
      <td>{audit === null ? <None row={row} /> : <RateCell rate={audit.precision} figure="blind-precision" {...props} />}</td>
      <td>{audit === null ? <None row={row} /> : <RateCell rate={audit.missed} figure="missed" {...props} />}</td>
      <td title={foil === null ? undefined : `${foil.foil}; the first ${foil.budget} places, known-bad cases`}>
        {foil === null ? <None row={row} /> : <Words words={foilWords(foil)} />}
      </td>
    </tr>
  );
}

/** What is not known, and what is only known of a model. */
const None = ({ row }: Pick<RowProps, "row">) => <span className={styles["none"]}>{row.model === null ? "by model" : "none yet"}</span>;

const heads = ["Precision at budget", "Base rate", "Confirm rate", "Blind precision", "Blind, missed", "Naive query"] as const;

/** How often the models are right, by what people decided and by the blind sample. */
export function RightTable({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  return (
    <section aria-labelledby="right">
      <div className={styles["section"]}>
        <h2 id="right">How often the models are right</h2>
        <span>95 % Wilson intervals; below {report.floor.rate} nothing is said</span>
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
          {report.figures.map((row) => (
            <Row key={row.model ?? ""} row={row} floor={report.floor.rate} {...choosing} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
