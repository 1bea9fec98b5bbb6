import { useState } from "react";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Choice } from "../../ui/Choice.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { ReasonForm } from "./ReasonForm.tsx";
import { checkWords } from "./stage-words.ts";
import styles from "./Models.module.css";
import own from "./Lifecycle.module.css";

interface RollbackDialogProps {
  readonly model: string;
  readonly onClose: () => void;
}

/** What a rollback asks, before anything is changed; then the reason. */
export function RollbackDialog({ model, onClose }: RollbackDialogProps) {
  const client = useClient();
  const [to, setTo] = useState<string>();
  const { data: plan, error, refetch } = useRequest("models.rollbackPlan", { model, ...(to === undefined ? {} : { to }) });
  const rollBack = async (reason: string): Promise<void> => {
    const { champion } = await client.call("models.rollback", { model, reason, ...(plan?.to ? { to: plan.to } : {}) });
    announce(champion === null ? `${model} has no champion.` : `${model} ${shortId(champion)} is champion.`);
    onClose();
  };
  return (
    <Modal
      title={`Roll ${model} back`}
      description="An earlier champion becomes champion again. Runs under way go on with the version they began with."
      onClose={onClose}
    >
      <div className={styles["form"]}>
        {error === null ? null : <Failure title="It cannot be rolled back" error={error} onRetry={() => void refetch()} />}
        {error === null && plan === undefined ? <Skeleton lines={6} label="Asking whether it can be rolled back" /> : null}
        {plan === undefined ? null : (
          <>
            {plan.earlier.length === 0 ? null : (
              <Choice
                label="Version"
                value={plan.to ?? ""}
                options={[
                  ...(plan.to === null ? [{ value: "", label: "none" }] : []),
                  ...plan.earlier.map((id) => ({ value: id, label: shortId(id) })),
                ]}
                onChange={(id) => setTo(id === "" ? undefined : id)}
              />
            )}
            <p>
              <Safe text={plan.because} />
            </p>
            <ul className={own["checks"]} aria-label="Checks">
              {plan.checks.map(({ id, title, state, text }) => (
                <li key={id}>
                  <Mark tone={checkWords[state].tone} />
                  <span>
                    <b>{title}</b>
                    <em>{checkWords[state].word}</em>
                    <br />
                    <Safe text={text} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {plan?.isPossible === true ? <ReasonForm action="Roll back" onDecide={rollBack} onClose={onClose} /> : null}
    </Modal>
  );
}
