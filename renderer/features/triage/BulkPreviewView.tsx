import type { BulkMember, BulkPreview } from "../../../shared/contract/bulk.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import dialog from "./CaseDialog.module.css";
import styles from "./BulkDialog.module.css";
import { verdictTitle } from "./decisions.ts";

function Member({ member }: { readonly member: BulkMember }) {
  const time = useTime();
  return (
    <li>
      <span className={styles["subject"]}>
        <Safe text={member.label} />
      </span>
      <span className={styles["facts"]}>
        {time.range(member.window.from, member.window.to)}
        {member.distance === null ? " · not comparable" : ` · distance ${member.distance.toPrecision(2)}`}
        {member.verdict === null ? null : (
          <>
            {" · "}
            <b>{verdictTitle(member.verdict).toLowerCase()}</b> by <Safe text={member.analyst ?? "nobody"} />
          </>
        )}
        {member.hunt === null ? null : (
          <>
            {" · in “"}
            <Safe text={member.hunt} />”
          </>
        )}
      </span>
    </li>
  );
}

function Members({ title, members, none }: { readonly title: string; readonly members: readonly BulkMember[]; readonly none: string }) {
  return (
    <section className={styles["members"]} aria-label={title}>
      <h3>{title}</h3>
      {members.length === 0 ? <p className={dialog["quiet"]}>{none}</p> : null}
      <ul>
        {members.map((member) => (
          <Member key={member.anomalyId} member={member} />
        ))}
      </ul>
    </section>
  );
}

interface LeftOutProps {
  readonly what: string;
  readonly listed: BulkPreview["conflicts"];
  readonly include: string;
  readonly isIncluded: boolean;
  readonly onInclude: (isIncluded: boolean) => void;
}

/** Members that need a second look before they are taken in. */
function LeftOut({ what, listed, include, isIncluded, onInclude }: LeftOutProps) {
  if (listed.total === 0 && !isIncluded) return null;
  return (
    <section className={styles["left-out"]} aria-label={what}>
      <div className={styles["left-out-head"]}>
        <h3>
          {formatCount(listed.total)} {what}
          {isIncluded ? ", taken in" : ", left out"}
        </h3>
        <label>
          <input type="checkbox" checked={isIncluded} onChange={(event) => onInclude(event.target.checked)} /> {include}
        </label>
      </div>
      <ul>
        {listed.members.map((member) => (
          <Member key={member.anomalyId} member={member} />
        ))}
      </ul>
      {listed.total > listed.members.length ? (
        <p className={dialog["quiet"]}>and {formatCount(listed.total - listed.members.length)} more</p>
      ) : null}
    </section>
  );
}

interface BulkPreviewProps {
  readonly preview: BulkPreview;
  readonly includeJudged: boolean;
  readonly acrossHunts: boolean;
  readonly onIncludeJudged: (isIncluded: boolean) => void;
  readonly onAcrossHunts: (isIncluded: boolean) => void;
}

/** What a verdict on the set would be given on: how many, which are most alike, which least, and what was left out. */
export function BulkPreviewView({ preview, includeJudged, acrossHunts, onIncludeJudged, onAcrossHunts }: BulkPreviewProps) {
  const { applies, matching, among, held, already, nearest, farthest, conflicts, otherHunts } = preview;
  return (
    <>
      <p className={dialog["count"]} aria-live="polite">
        <b>{plural(applies, "case")}</b> would get this verdict, of {formatCount(matching)} that match among {formatCount(among)}
        {already === 0 ? "" : `; ${formatCount(already)} judged so already`}
        {held === 0 ? "" : `; ${formatCount(held)} suppressed or snoozed, left out`}.
      </p>
      <div className={styles["ends"]}>
        <Members title="Most alike" members={nearest} none="No other case." />
        <Members title="Least alike" members={farthest} none="No more than those on the left." />
      </div>
      <LeftOut
        what="judged otherwise"
        listed={conflicts}
        include="Replace these verdicts too"
        isIncluded={includeJudged}
        onInclude={onIncludeJudged}
      />
      <LeftOut
        what="in other hunts"
        listed={otherHunts}
        include="Cross into these hunts"
        isIncluded={acrossHunts}
        onInclude={onAcrossHunts}
      />
      <p className={dialog["quiet"]}>{preview.distance}</p>
    </>
  );
}
