import clsx from "clsx";
import { Crosshair } from "lucide-react";
import { memo } from "react";
import type { QueueRow, VerdictState } from "../../../shared/contract/triage.ts";
import { isWithheld, withheldWordsOf } from "../../../shared/domain/blind.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import type { HuntPlace } from "../../state/hunt-places.ts";
import type { TimeFormat } from "../../state/use-format.ts";
import { formatCount, formatProbability } from "../../ui/format/number.ts";
import { Pips } from "../../ui/Pips.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Tag, type Tone } from "../../ui/Tag.tsx";
import { pipsOf } from "./case-words.ts";
import { EnvelopeBadge } from "./EnvelopeBadge.tsx";
import { HoldTag } from "./HoldTag.tsx";
import { HealthBadge } from "./HealthBadge.tsx";
import styles from "./Queue.module.css";

interface QueueRowViewProps {
  readonly row: QueueRow;
  readonly state: VerdictState | null;
  readonly isMarked: boolean;
  readonly time: TimeFormat;
  readonly place: HuntPlace | undefined;
}

export function VerdictTag({ verdict }: { readonly verdict: string }) {
  const kind = verdictKinds.find((candidate) => candidate.key === verdict);
  const tone: Tone = kind?.tone ?? "neutral";
  return <Tag tone={tone}>{(kind?.short ?? verdict).toLowerCase()}</Tag>;
}

/** One line of the queue: what, why, how rare, and what is already known. */
export const QueueRowView = memo(function QueueRowView({ row, state, isMarked, time, place }: QueueRowViewProps) {
  return (
    <>
      <span className={styles["rank"]}>{isMarked ? <Tag tone="accent">✓</Tag> : formatCount(row.rank)}</span>
      <div className={styles["what"]}>
        <div className={clsx(styles["subject"], "mono")}>
          <Safe text={row.subject.label} />
        </div>
        <div className={styles["why"]}>
          {isWithheld(row.blind) ? withheldWordsOf(row.review) : <Safe text={row.reasons[0] ?? "no reason recorded"} />}
        </div>
        <div className={styles["meta"]}>
          <span className={styles["model"]} data-term="model">
            {row.model}
          </span>
          <span>{time.start(row.window.from, row.window.to)}</span>
          {state === null ? null : <VerdictTag verdict={state.verdict} />}
          <HealthBadge health={row.health} />
          <EnvelopeBadge envelope={row.envelope} />
          {place === undefined ? null : (
            <span className={styles["place"]} title={place.title}>
              <Crosshair size={11} aria-label={place.kind} />
              {place.mark}
            </span>
          )}
          <HoldTag hold={row.hold} />
          {row.isNew === true ? <Tag tone="warn">NEW</Tag> : null}
          {row.review === "second-look" ? <Tag tone="accent">second look</Tag> : null}
          {row.review === "disputed" ? <Tag tone="warn">disagreement</Tag> : null}
          {row.blind === null || row.review === "second-look" || row.review === "blind-review" ? null : (
            <Tag tone="accent">{row.blind.kind === "audit" ? "audit item" : "blind"}</Tag>
          )}
          {row.priorVerdicts > 0 ? (
            <span className={styles["cut"]} title={`judged before ×${row.priorVerdicts}`}>
              judged before ×{row.priorVerdicts}
            </span>
          ) : null}
        </div>
      </div>
      <div className={styles["rarity"]} data-term="q">
        {row.qValue === null ? (
          "q withheld"
        ) : (
          <>
            q {formatProbability(row.qValue)}
            <Pips filled={pipsOf(row.qValue)} />
          </>
        )}
      </div>
    </>
  );
});
