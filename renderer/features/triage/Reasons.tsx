import clsx from "clsx";
import { Fragment } from "react";
import type { CaseDetail, Contribution } from "../../../shared/contract/triage.ts";
import { isWithheld, withheldWordsOf } from "../../../shared/domain/blind.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatSigned, formatValue } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Strip } from "../../ui/Strip.tsx";
import { byWeight, comparedGroups, comparisonLine, comparisonTitle, expectation, stripLabel, sumOf } from "./case-words.ts";
import styles from "./Case.module.css";
import { useTriage } from "./triage-store.ts";

function Reason({ contribution: c }: { readonly contribution: Contribution }) {
  const compared = comparisonLine(c);
  return (
    <li className={styles["reason"]}>
      <div className={styles["reason-text"]}>
        <b title={c.sentence}>
          <Safe text={c.sentence} />
        </b>
        <div className={styles["expected"]} data-term="against training">
          {expectation(c)}
        </div>
      </div>
      <Strip baseline={c.baseline} value={c.value} label={stripLabel(c)} />
      <span className={styles["part"]} data-term="part" title={`${c.contribution.toFixed(4)} of the score`}>
        {formatSigned(c.contribution)}
      </span>
      {compared === undefined ? null : (
        <div className={styles["compared"]} data-term="own, peers, estate" title={comparisonTitle(c)}>
          {compared}
        </div>
      )}
    </li>
  );
}

/** Under a feature, where its value stands among its own others, its peers' and the estate's. */
function ComparedRow({ contribution: c }: { readonly contribution: Contribution }) {
  const compared = comparisonLine(c);
  if (compared === undefined) return null;
  return (
    <tr className={styles["compared-row"]}>
      <td colSpan={4} title={comparisonTitle(c)}>
        {compared}
      </td>
    </tr>
  );
}

/** Whose the compared values are, said once below the table. */
function ComparedGroups({ detail }: { readonly detail: CaseDetail }) {
  const groups = comparedGroups(detail.contributions);
  if (groups.length === 0) return null;
  return (
    <p className={styles["not-higher"]}>
      <span>
        Own, peers and estate say how many of the others' values this one is above or below. <Safe text={`${groups.join("; ")}.`} />
      </span>
    </p>
  );
}

/** Every feature with its part; the parts and the base add up to the score. */
function EveryFeature({ detail }: { readonly detail: CaseDetail }) {
  return (
    <Scrollable className={styles["features"]} aria-label="All features">
      <p className={styles["not-higher"]}>
        <Safe text={detail.whyNotHigher} />{" "}
        {detail.attack.length === 0 ? null : (
          <span>ATT&CK candidates of this model: {detail.attack.map((a) => `${a.technique} ${a.name}`).join(", ")}.</span>
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Observed</th>
            <th scope="col">Against training</th>
            <th scope="col">Part</th>
          </tr>
        </thead>
        <tbody>
          {byWeight(detail.contributions).map((c) => (
            <Fragment key={c.feature}>
              <tr>
                <th scope="row" title={c.feature}>
                  {c.title}
                </th>
                <td>{formatValue(c.value, c.unit)}</td>
                <td>
                  <Strip baseline={c.baseline} value={c.value} label={stripLabel(c)} />
                </td>
                <td>{formatSigned(c.contribution)}</td>
              </tr>
              <ComparedRow contribution={c} />
            </Fragment>
          ))}
          <tr>
            <th scope="row" colSpan={3}>
              base, an ordinary subject
            </th>
            <td>{formatSigned(detail.base ?? 0)}</td>
          </tr>
          {detail.occlusion === undefined ? null : (
            <tr>
              <th scope="row" colSpan={3}>
                left over: parts of a model made elsewhere are found by occlusion (one feature at a time put to its training median) and
                need not add up
              </th>
              <td>{formatSigned(detail.occlusion.residual)}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {detail.occlusion === undefined ? "sum, the additive form of the score" : "score, in the model's own unit"}
            </th>
            <td title={`${detail.additiveScore} against ${sumOf(detail)}`}>{formatSigned(detail.additiveScore ?? 0)}</td>
          </tr>
        </tfoot>
      </table>
      <ComparedGroups detail={detail} />
    </Scrollable>
  );
}

/** Takes the room of the reasons, so that the verdict, which brings them, moves nothing. */
function WithheldReasons({ review }: Pick<CaseDetail["row"], "review">) {
  return (
    <section className={clsx(styles["reasons"], styles["withheld"])} aria-label="Reasons">
      <b>Reasons and score {withheldWordsOf(review)}.</b>
      <p className={styles["expected"]}>
        {review === "blind-review"
          ? "The case is of a sample drawn at random from what this version and the champion would list. Judged by the evidence alone, the sample shows which list is worth more of an analyst's time."
          : review === "second-look"
            ? "Judged by the evidence alone, your verdict and the first show how far analysts agree. Where they differ, neither counts until somebody settles it."
            : "Some cases of the sample were surfaced by the model, others were drawn at random from what it did not surface. Judged by the evidence alone, they show how much the model misses."}
      </p>
    </section>
  );
}

export function Reasons({ detail }: { readonly detail: CaseDetail }) {
  const isEvery = useTriage((s) => s.isEveryFeatureShown);
  if (isWithheld(detail.row.blind)) return <WithheldReasons review={detail.row.review} />;
  if (isEvery) return <EveryFeature detail={detail} />;
  return (
    <ul className={styles["reasons"]} aria-label="Reasons">
      {byWeight(detail.contributions)
        .slice(0, 3)
        .map((c) => (
          <Reason key={c.feature} contribution={c} />
        ))}
    </ul>
  );
}
