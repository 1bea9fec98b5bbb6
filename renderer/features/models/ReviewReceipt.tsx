import type { BlindReviewReceipt, ReviewedCase } from "../../../shared/contract/blind-reviews.ts";
import type { Share } from "../../../shared/contract/evaluations.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { percent } from "./gate-words.ts";
import styles from "./Evaluation.module.css";
import { useEvaluate } from "./use-evaluate.ts";

const shareWords = ({ k, n, low, high }: Share): string =>
  n === 0 ? "no case decided" : `${k} of ${n}, ${percent(low)} to ${percent(high)}`;

function Figures({ receipt }: { readonly receipt: BlindReviewReceipt }) {
  const { review, ofVersion, ofChampion, versionOnly, championOnly, pValue, lists } = receipt;
  const rows = [
    { name: "This version", id: review.version, share: ofVersion, alone: versionOnly, places: lists.version },
    ...(ofChampion === null || review.champion === null || lists.champion === null
      ? []
      : [{ name: "Champion", id: review.champion, share: ofChampion, alone: championOnly, places: lists.champion }]),
  ];
  return (
    <>
      <table className={styles["gate"]} aria-label="Both lists">
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col" className={styles["number"]}>
              Places
            </th>
            <th scope="col" className={styles["number"]}>
              Malicious of the decided
            </th>
            <th scope="col" className={styles["number"]}>
              Found by it alone
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, id, share, alone, places }) => (
            <tr key={name}>
              <th scope="row">
                {name} <code title={id}>{shortId(id)}</code>
              </th>
              <td className={styles["number"]}>{places}</td>
              <td className={styles["number"]}>{shareWords(share)}</td>
              <td className={styles["number"]}>{alone}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles["quiet"]}>
        {pValue === null
          ? "There was no champion to compare with."
          : `Over the malicious cases that only one list had, the exact McNemar test gives p ${pValue.toPrecision(2)}. ${lists.shared} places are on both lists.`}{" "}
        Intervals are 95 % by Wilson; undecided cases count for neither list.
      </p>
    </>
  );
}

function Case({ one }: { readonly one: ReviewedCase }) {
  const time = useTime();
  const kind = verdictKinds.find(({ key }) => key === one.verdict);
  const rank = (value: number | null): string => (value === null ? "–" : String(value));
  return (
    <tr>
      <th scope="row" className="mono">
        <Safe text={one.subject} />
        <small>{time.start(one.window.from, one.window.to)}</small>
      </th>
      <td className={styles["number"]}>{rank(one.versionRank)}</td>
      <td className={styles["number"]}>{rank(one.championRank)}</td>
      <td>
        <Tag tone={kind?.tone ?? "neutral"}>{(kind?.short ?? one.verdict).toLowerCase()}</Tag>
      </td>
    </tr>
  );
}

function Cases({ cases }: { readonly cases: readonly ReviewedCase[] }) {
  return (
    <table className={styles["gate"]} aria-label="Cases of the review">
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col" className={styles["number"]}>
            Rank, this version
          </th>
          <th scope="col" className={styles["number"]}>
            Rank, champion
          </th>
          <th scope="col">Your verdict</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <Case key={one.anomalyId} one={one} />
        ))}
      </tbody>
    </table>
  );
}

/** What an ended review found, which list had what, and the way on: the gate counts it when the version is evaluated again. */
export function ReviewReceipt({ review: id, onClose }: { readonly review: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useRequest("blindReview.receipt", { review: id });
  const evaluate = useEvaluate();
  const again = (): void => {
    if (data !== undefined) evaluate({ model: data.review.model, id: data.review.version });
    onClose();
  };
  return (
    <Modal
      title="What the blind review found"
      size="large"
      description="Which version had listed each case, now that all are judged. The verdicts are ordinary ones: they teach, and each stands in the decision log."
      onClose={onClose}
    >
      <div className={styles["receipt"]}>
        {error === null ? null : <Failure title="Nothing is told yet" error={error} onRetry={() => void refetch()} />}
        {error === null && data === undefined ? <Skeleton lines={8} label="Reading what the review found" /> : null}
        {data === undefined ? null : (
          <>
            <Figures receipt={data} />
            <div className={styles["step"]}>
              <Button tone="primary" onClick={again}>
                Evaluate again
              </Button>
              <span>Line 7 of the gate counts the review from the next evaluation on.</span>
            </div>
            <Cases cases={data.cases} />
          </>
        )}
      </div>
    </Modal>
  );
}
