import { useState } from "react";
import type { DriftCheck, DriftReport } from "../../../shared/contract/drift.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatCount, formatPercent } from "../../ui/format/number.ts";
import { Mark } from "../../ui/Mark.tsx";
import { PairBars } from "../../ui/PairBars.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { checksInOrder, checkWord, figureOr, intervalWords, layerWords, notAsTrained, shapeWords } from "./drift-words.ts";
import styles from "./Drift.module.css";

function Why({ check }: { readonly check: DriftCheck }) {
  const { isKey, importance, because, measure, also, reference } = check;
  const further = Object.entries(also).map(([name, value]) => `${name} ${figureOr(value)}`);
  const facts = [
    ...(isKey ? ["A key feature."] : []),
    ...(importance === null ? [] : [`Carries ${formatPercent(importance)} of the score.`]),
    ...(reference === 0 ? [] : [`Against ${formatCount(reference)} in training.`]),
    ...(measure === "" ? [] : [`Effect: ${[measure, ...further].join("; ")}.`]),
  ];
  return (
    <>
      <Safe text={because} /> <small>{facts.join(" ")}</small>
    </>
  );
}

function CheckRows({ check }: { readonly check: DriftCheck }) {
  const { tone, word } = checkWord(check);
  const layer = layerWords[check.layer];
  return (
    <>
      <tr>
        <td rowSpan={2}>
          <Mark tone={tone} /> {word}
        </td>
        <th scope="row">
          <Safe text={check.title} />
          {layer === check.title ? null : <small>{layer}</small>}
        </th>
        <td>
          {check.shape === null ? null : <PairBars before={check.shape.trained} now={check.shape.now} label={shapeWords(check.shape)} />}
        </td>
        <td>
          {figureOr(check.effect)}
          {check.interval === null ? null : <small>{intervalWords(check.interval)}</small>}
        </td>
        <td>{figureOr(check.threshold)}</td>
        <td>{figureOr(check.adjusted)}</td>
        <td>{formatCount(check.n)}</td>
        <td>{formatCount(check.effective)}</td>
      </tr>
      <tr className={styles["why"]}>
        <td colSpan={7}>
          <Why check={check} />
        </td>
      </tr>
    </>
  );
}

/** What was asked of the newest window, what needs attention first; what is as in training only on request. */
export function DriftChecks({ report }: { readonly report: DriftReport }) {
  const [isWhole, setWhole] = useState(false);
  const attention = notAsTrained(report);
  const shown = checksInOrder(isWhole ? report.checks : attention);
  if (report.checks.length === 0) return null;
  return (
    <>
      {shown.length === 0 ? null : (
        <Scrollable className={styles["scroll"]} aria-label="Drift checks">
          <table className={styles["checks"]}>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Of</th>
                <th scope="col" className={styles["pair"]}>
                  Training and now
                </th>
                <th scope="col">Effect (95 %)</th>
                <th scope="col">Threshold</th>
                <th scope="col">Adjusted p</th>
                <th scope="col">n</th>
                <th scope="col">Effective n</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((check) => (
                <CheckRows key={`${check.layer} ${check.feature ?? check.title}`} check={check} />
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
      {attention.length === report.checks.length ? null : (
        <div className={styles["more"]}>
          <span>
            {formatCount(report.checks.length - attention.length)} of {formatCount(report.checks.length)} checks are as trained.
          </span>
          <Button onClick={() => setWhole(!isWhole)}>{isWhole ? "Show only what moved" : "Show all checks"}</Button>
        </div>
      )}
    </>
  );
}
