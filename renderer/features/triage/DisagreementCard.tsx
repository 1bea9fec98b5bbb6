import { lazy, Suspense, useState } from "react";
import type { Disagreement } from "../../../shared/contract/review.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { RecordButton } from "../../state/RecordButton.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure } from "../../ui/States.tsx";
import styles from "./Disagreement.module.css";
import { VerdictTag } from "./QueueRowView.tsx";

const SettleDialog = lazy(() => import("./SettleDialog.tsx").then(({ SettleDialog: component }) => ({ default: component })));

function Side({ side }: { readonly side: Disagreement["sides"][number] }) {
  const time = useTime();
  return (
    <li className={styles["side"]}>
      <div className={styles["who"]}>
        <b>
          <Safe text={side.analyst} />
        </b>{" "}
        <VerdictTag verdict={side.verdict} />
      </div>
      <div className={styles["when"]}>
        {time.time(side.at, "moment")}
        {side.isSecondLook ? ", second look" : ""}
        {side.confidence === null ? "" : `, ${side.confidence} confidence`}
      </div>
      {side.reason === "" ? null : <div>{side.reason}</div>}
      {side.techniques.length === 0 ? null : <div className="mono">{side.techniques.join(" ")}</div>}
      {side.note === "" ? null : (
        <p className={styles["note"]}>
          <Safe text={side.note} />
        </p>
      )}
    </li>
  );
}

/** The verdicts on a case that differ, side by side, and the way to settle them. */
export function DisagreementCard({ anomalyId }: { readonly anomalyId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, refetch } = useRequest("review.disagreements", { anomalyId });
  const [found] = data?.items ?? [];
  if (error !== null) return <Failure title="The verdicts could not be read" error={error} onRetry={() => void refetch()} />;
  if (found === undefined) return null;
  return (
    <section className={styles["card"]} aria-label="Disagreement">
      <div className={styles["head"]}>
        <h3>Analysts differ</h3>
        <span className={styles["when"]}>
          {found.changesLabel
            ? "Neither verdict counts, and training leaves the case out."
            : "Neither verdict counts until one is settled on."}
        </span>
        <RecordButton size="small" onClick={() => setIsOpen(true)}>
          Settle…
        </RecordButton>
      </div>
      <ul className={styles["sides"]}>
        {found.sides.map((side) => (
          <Side key={side.decision} side={side} />
        ))}
      </ul>
      {isOpen ? (
        <Suspense fallback={null}>
          <SettleDialog disagreement={found} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
