import type { EvaluationReport } from "../../../shared/contract/evaluations.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { intervalWords, shareWords } from "./gate-words.ts";
import styles from "./Evaluation.module.css";

function ShareCell({ share }: { readonly share: EvaluationReport["bad"] | null }) {
  return (
    <td className={styles["number"]}>
      {shareWords(share)}
      {share === null || share.n === 0 ? null : <small>{intervalWords(share)}</small>}
    </td>
  );
}

/** The version, the champion and the trivial methods over the same cases. */
export function Entrants({ report }: { readonly report: EvaluationReport }) {
  const { time } = report;
  const remarks = [...new Set(report.entrants.flatMap(({ kind, because }) => (kind === "foil" || because === "" ? [] : [because])))];
  return (
    <>
      <table className={styles["gate"]} aria-label="Beside the champion and trivial methods">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col" className={styles["number"]}>
              Known-bad flagged
            </th>
            <th scope="col" className={styles["number"]}>
              Known-good flagged
            </th>
            <th scope="col" className={styles["number"]}>
              Alerts a day
            </th>
            <th scope="col" className={styles["number"]}>
              Average precision
            </th>
          </tr>
        </thead>
        <tbody>
          {report.entrants.map(({ kind, title, version, bad, good, alertsPerDay, averagePrecision }) => (
            <tr key={kind}>
              <th scope="row">
                {title} {version === null ? null : <code>{shortId(version)}</code>}
              </th>
              <ShareCell share={bad} />
              <ShareCell share={good} />
              <td className={styles["number"]}>{alertsPerDay === null ? "–" : alertsPerDay.toFixed(1)}</td>
              <td className={styles["number"]}>{averagePrecision === null ? "–" : averagePrecision.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles["quiet"]}>
        Average precision is over known-bad among known-good cases.{" "}
        {remarks.length === 0 ? null : `A trivial method ${remarks.join("; ")}.`}
        {time.later.bad + time.later.good === 0
          ? null
          : ` Judged after training: ${time.later.candidate?.toFixed(3) ?? "–"} over ${formatCount(time.later.bad + time.later.good)} subjects, ${time.disjoint.candidate?.toFixed(3) ?? "–"} over ${formatCount(time.disjoint.bad + time.disjoint.good)} that training never saw.`}
      </p>
    </>
  );
}
