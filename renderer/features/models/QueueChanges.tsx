import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ModelPreview, PreviewChange, PreviewItem, PreviewVerdict } from "../../../shared/contract/preview.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { changeKinds, changeWord, effectWords, rankWords } from "./preview-words.ts";
import styles from "./QueueUnder.module.css";

type List = NonNullable<ModelPreview["list"]>;

const few = 12;
const step = 100;

function History({ verdicts }: { readonly verdicts: readonly PreviewVerdict[] }) {
  const time = useTime();
  if (verdicts.length === 0) return <span className={styles["none"]}>none</span>;
  return (
    <ul>
      {verdicts.map(({ anomalyId, verdict, analyst, at, isSameWindow }) => {
        const kind = verdictKinds.find(({ key }) => key === verdict);
        return (
          <li key={`${anomalyId} ${at}`}>
            <Tag tone={kind?.tone ?? "neutral"}>{kind?.short.toLowerCase() ?? verdict}</Tag>{" "}
            <small>
              <Safe text={analyst} />, {time.time(at, "date")}
              {isSameWindow ? "" : ", another window"}
            </small>
          </li>
        );
      })}
    </ul>
  );
}

function Causes({ item, isComputed }: { readonly item: PreviewItem; readonly isComputed: boolean }) {
  if (!isComputed) return <span className={styles["none"]}>unknown</span>;
  if (item.taught === null) return <span className={styles["none"]}>unknown because this version did not score it</span>;
  if (item.causes.length === 0) return <span className={styles["none"]}>no verdict</span>;
  return (
    <ul>
      {item.causes.map(({ anomalyId, subject, isAnomaly, effect }) => (
        <li key={anomalyId}>
          <span className={styles["effect"]}>{effectWords(effect)}</span> {isAnomaly ? "confirmed" : "benign"}{" "}
          <small>
            <Safe text={subject} />
          </small>
        </li>
      ))}
    </ul>
  );
}

function What({ item }: { readonly item: PreviewItem }) {
  const time = useTime();
  const { anomalyId, headline, subject, window } = item;
  const title = headline === "" ? subject : headline;
  return (
    <>
      {anomalyId === null ? (
        <span>
          <Safe text={title} />
        </span>
      ) : (
        <Link to="/triage" search={{ show: "all", q: "", case: anomalyId }}>
          <Safe text={title} />
        </Link>
      )}
      <small>
        <Safe text={subject} />, from {time.time(window.from, "date-time")}
        {anomalyId === null ? "; no run has surfaced it, so it has no case" : ""}
      </small>
      {item.change === "appeared" && item.reasons[0] !== undefined ? (
        <small>
          <Safe text={item.reasons[0]} />
        </small>
      ) : null}
    </>
  );
}

/** Both lists side by side, what changes most first; a filter and a way to each case. */
export function QueueChanges({ list }: { readonly list: List }) {
  const [only, setOnly] = useState<PreviewChange>();
  const [cap, setCap] = useState(few);
  const items = list.items.filter(({ change }) => only === undefined || change === only);
  const rest = items.length - cap;
  const choose = (change: PreviewChange | undefined): void => {
    setOnly(change);
    setCap(few);
  };
  const none = changeKinds.find(({ key }) => key === only)?.none ?? "Both lists are empty.";
  return (
    <>
      <fieldset className={styles["filter"]}>
        <legend className="visually-hidden">Show only</legend>
        <button type="button" aria-pressed={only === undefined} onClick={() => choose(undefined)}>
          <b>{formatCount(list.total)}</b> in all
        </button>
        {changeKinds.map(({ key, word }) => (
          <button key={key} type="button" aria-pressed={only === key} onClick={() => choose(key)}>
            <b>{formatCount(list.counts[key])}</b> {word}
          </button>
        ))}
      </fieldset>
      {items.length === 0 ? (
        <p className={styles["none"]}>{none}</p>
      ) : (
        <table className={styles["table"]} aria-label="Changes in the queue">
          <thead>
            <tr>
              <th scope="col">Change</th>
              <th scope="col">Rank, from → to</th>
              <th scope="col">What it is</th>
              <th scope="col">Verdicts on it</th>
              <th scope="col">Verdicts behind it</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, cap).map((item) => (
              <tr key={`${item.window.from} ${item.change} ${String(item.from)} ${String(item.to)} ${item.subject}`}>
                <td>{changeWord(item.change)}</td>
                <td className={styles["rank"]}>{rankWords(item, list.subjects)}</td>
                <td className={styles["what"]}>
                  <What item={item} />
                </td>
                <td>
                  <History verdicts={item.verdicts} />
                </td>
                <td>
                  <Causes item={item} isComputed={list.causes.state === "computed"} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rest <= 0 ? null : (
        <Button size="small" className={styles["more"]} onClick={() => setCap(cap + step)}>
          Show {formatCount(Math.min(step, rest))} more of {formatCount(rest)}
        </Button>
      )}
    </>
  );
}
