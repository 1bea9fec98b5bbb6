import { useState } from "react";
import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import type { GateOutcome } from "../../../shared/contract/evaluations.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { GateTable } from "./GateTable.tsx";
import { summary } from "./gate-words.ts";
import styles from "./Models.module.css";

interface PromoteDialogProps {
  readonly model: ModelSummary;
  readonly version: ModelVersion;
  readonly onClose: () => void;
}

const textOf = (form: FormData, name: string): string => {
  const given = form.get(name);
  return typeof given === "string" ? given.trim() : "";
};

function PromoteForm({ model, version, gate, onClose }: PromoteDialogProps & { readonly gate: GateOutcome }) {
  const client = useClient();
  const [problem, setProblem] = useState<string>();
  const promote = async (form: FormData): Promise<void> => {
    const [reason, override] = [textOf(form, "reason"), textOf(form, "override")];
    if (reason === "") return setProblem("Say why; the reason stands in the decision log.");
    if (!gate.passes && override === "")
      return setProblem("The gate does not let it pass. Say why it is promoted all the same, or evaluate it first.");
    try {
      await client.call("models.promote", { model: model.name, version: version.id, reason, ...(gate.passes ? {} : { override }) });
      announce(`${model.name} ${shortId(version.id)} is champion.`);
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Form onSave={promote} className={styles["form"]}>
      {gate.passes ? <p className={styles["quiet"]}>The gate lets it pass.</p> : null}
      {gate.passes ? null : <Notice>{gate.stale ?? `The gate does not let it pass: ${summary(gate.lines)}.`}</Notice>}
      {gate.lines.length === 0 ? null : <GateTable brief lines={gate.lines} />}
      <label className={styles["reason"]}>
        Reason
        <textarea name="reason" rows={2} maxLength={2000} aria-invalid={problem !== undefined} />
      </label>
      {gate.passes ? null : (
        <label className={styles["reason"]}>
          Override: why it is promoted though the gate does not pass
          <textarea name="override" rows={2} maxLength={2000} aria-invalid={problem !== undefined} />
          <small className={styles["quiet"]}>It is kept with your name and shown with the model for good.</small>
        </label>
      )}
      {problem === undefined ? null : (
        <p role="alert" className={styles["problem"]}>
          <Safe text={problem} />
        </p>
      )}
      <div className={styles["form-end"]}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary">
          {gate.passes ? "Promote" : "Override and promote"}
        </Button>
      </div>
    </Form>
  );
}

/** A promotion is a person's decision: it needs a reason and is signed, and past a gate that does not pass an override of its own. */
export function PromoteDialog({ model, version, onClose }: PromoteDialogProps) {
  const { data: info } = useRequest("workspace.info", {});
  const { data: gate, error, refetch } = useRequest("models.gate", { model: model.name, version: version.id });
  const replaces = model.champion === undefined ? "There is no champion yet." : `It replaces ${shortId(model.champion)}, which is retired.`;
  return (
    <Modal
      title={`Promote ${model.name} ${shortId(version.id)} to champion`}
      description={`${replaces} Signed by ${info?.analyst ?? "you"}, and reversible by promoting another version.`}
      size="large"
      onClose={onClose}
    >
      {error !== null ? (
        <Failure title="The gate could not be read" error={error} onRetry={() => void refetch()} />
      ) : gate === undefined ? (
        <Skeleton lines={8} label="Reading the gate" />
      ) : (
        <PromoteForm model={model} version={version} gate={gate} onClose={onClose} />
      )}
    </Modal>
  );
}
