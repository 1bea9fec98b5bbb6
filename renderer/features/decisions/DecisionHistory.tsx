import { useState } from "react";
import type { DecisionEntry } from "../../../shared/contract/decisions.ts";
import { useGoToPlace, useSteps } from "../../commands/use-steps.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Decisions.module.css";

const most = 200;

interface LineProps {
  readonly entry: DecisionEntry;
  readonly isReadOnly: boolean;
  readonly onStep: () => void;
  readonly onShow: () => void;
}

function Line({ entry, isReadOnly, onStep, onShow }: LineProps) {
  const time = useTime();
  const [resting, ...more] = entry.restingOnIt;
  return (
    <li className={styles["line"]} data-decision={entry.decision}>
      <span className={styles["what"]}>
        <Safe text={entry.what} /> {entry.isInForce ? null : <Tag>taken back</Tag>}
      </span>
      <span className={styles["who"]}>
        <Safe text={entry.analyst} /> · {time.time(entry.at, "date-time")}
        {resting === undefined ? null : (
          <span className={styles["resting"]}>
            {entry.isInForce ? "Rested on by" : "Decided otherwise since:"} <Safe text={resting.what} /> (<Safe text={resting.analyst} />)
            {more.length === 0 ? "" : ` and ${formatCount(more.length)} more`}
          </span>
        )}
      </span>
      <span className={styles["actions"]}>
        <Button size="small" tone="quiet" onClick={onShow}>
          Show
        </Button>
        <Button size="small" disabled={isReadOnly || resting !== undefined} onClick={onStep}>
          {entry.isInForce ? "Take back" : "Do again"}
        </Button>
      </span>
    </li>
  );
}

/** Everything decided that can be taken back, newest first; each by itself, unless something later rests on it. */
export function DecisionHistory({ onClose }: { readonly onClose: () => void }) {
  const { data: info } = useRequest("workspace.info", {});
  const [whose, setWhose] = useState<"mine" | "all">("mine");
  const analyst = whose === "mine" ? info?.analyst : undefined;
  const { data, error, refetch } = useRequest("decisions.history", { limit: most, analyst }, whose === "all" || analyst !== undefined);
  const step = useSteps();
  const goTo = useGoToPlace();
  return (
    <Modal
      title="Decisions"
      description="Taking one back is a decision too: the log keeps both. One that another rests on waits until that is taken back."
      size="large"
      onClose={onClose}
    >
      <div className={styles["head"]}>
        <Choice
          label="Whose"
          value={whose}
          options={[
            { value: "mine", label: "mine" },
            { value: "all", label: "everybody's" },
          ]}
          onChange={setWhose}
        />
        {data === undefined ? null : (
          <span className={styles["count"]}>
            {data.total > data.decisions.length ? `newest ${formatCount(data.decisions.length)} of ` : ""}
            {formatCount(data.total)}
          </span>
        )}
      </div>
      {error !== null ? <Failure title="The decisions could not be read" error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <Skeleton lines={6} label="Reading the decisions" /> : null}
      {data?.decisions.length === 0 ? (
        <Empty title="Nothing decided yet">Verdicts, notes, hunts and what you say of entities come here.</Empty>
      ) : null}
      <ul className={styles["list"]}>
        {data?.decisions.map((entry) => (
          <Line
            key={entry.decision}
            entry={entry}
            isReadOnly={info?.readOnly !== false}
            onStep={() => void step(entry.isInForce ? "decisions.undo" : "decisions.redo", entry.decision)}
            onShow={() => {
              onClose();
              goTo(entry.place);
            }}
          />
        ))}
      </ul>
    </Modal>
  );
}
