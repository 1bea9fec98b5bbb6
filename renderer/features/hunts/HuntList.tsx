/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- a listbox: the box holds the focus, names its active descendant and answers the keys */
import clsx from "clsx";
import { type RefObject, useEffect, useState } from "react";
import type { HuntCandidate, HuntSummary } from "../../../shared/contract/hunts.ts";
import { useTime } from "../../state/use-format.ts";
import { plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { dueText, outcomeTag, priorityText } from "./hunt-words.ts";
import styles from "./Hunts.module.css";
import { useHunts } from "./hunts-store.ts";

interface HuntListProps {
  readonly label: string;
  readonly items: readonly (HuntCandidate | HuntSummary)[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

const isHunt = (item: HuntCandidate | HuntSummary): item is HuntSummary => "stage" in item;
const optionId = (id: string): string => `hunt-${id}`;

function CandidateLine({ item }: { readonly item: HuntCandidate }) {
  const time = useTime();
  return (
    <>
      <div className={styles["name"]}>
        <Safe text={item.title} />
      </div>
      <div className={styles["line"]}>
        <span title={item.models.join(", ")}>{item.models.join(", ")}</span>
      </div>
      <div className={styles["line"]}>
        <span>{plural(item.anomalyIds.length, "anomaly", "anomalies")}</span>
        <span>{time.dates(item.window.from, item.window.to)}</span>
        {item.isArranged ? <Tag>arranged</Tag> : null}
      </div>
    </>
  );
}

function HuntLine({ item }: { readonly item: HuntSummary }) {
  const [now] = useState(() => Date.now() * 1000);
  const due = dueText(item.dueAt, now);
  const outcome = outcomeTag(item.outcome);
  return (
    <>
      <div className={styles["name"]}>
        <Safe text={item.topic} />
      </div>
      <div className={styles["line"]}>
        <Safe text={item.owner === "" ? "no owner" : item.owner} />
      </div>
      <div className={styles["line"]}>
        <span>
          {plural(item.anomalies, "anomaly", "anomalies")}, {item.judged} judged
        </span>
        {due === undefined ? null : <Tag tone={due.isLate ? "warn" : "neutral"}>{due.text}</Tag>}
        {outcome === undefined ? null : <Tag tone={outcome.tone}>{outcome.text}</Tag>}
      </div>
    </>
  );
}

/** Candidates or hunts, one below the other; the box keeps the focus and the keys move the choice. */
export function HuntList({ label, items, chosen, onChoose, listRef }: HuntListProps) {
  const selected = useHunts((s) => s.selected);
  useEffect(() => {
    if (chosen !== undefined) document.getElementById(optionId(chosen))?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  useEffect(() => {
    if (document.activeElement === document.body) listRef.current?.focus();
  }, [listRef]);
  return (
    <div
      ref={listRef}
      className={styles["list"]}
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      tabIndex={0}
      aria-activedescendant={chosen === undefined ? undefined : optionId(chosen)}
      data-pane="hunts"
    >
      {items.map((item) => (
        <div
          key={item.id}
          id={optionId(item.id)}
          role="option"
          aria-selected={selected.has(item.id)}
          aria-current={item.id === chosen ? "true" : undefined}
          className={clsx(styles["row"], item.id === chosen && styles["current"], selected.has(item.id) && styles["marked"])}
          onClick={() => onChoose(item.id)}
        >
          <span className={styles["rank"]}>{selected.has(item.id) ? <Tag tone="accent">✓</Tag> : isHunt(item) ? "" : item.rank}</span>
          <div className={styles["what"]}>{isHunt(item) ? <HuntLine item={item} /> : <CandidateLine item={item} />}</div>
          <span className={styles["bits"]} title="priority in bits; one more is twice the priority">
            {priorityText(item.priority)}
          </span>
        </div>
      ))}
    </div>
  );
}
