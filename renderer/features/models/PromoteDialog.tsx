import { useState } from "react";
import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Models.module.css";

interface PromoteDialogProps {
  readonly model: ModelSummary;
  readonly version: ModelVersion;
  readonly onClose: () => void;
}

/** A promotion is a person's decision: it needs a reason and is signed. */
export function PromoteDialog({ model, version, onClose }: PromoteDialogProps) {
  const client = useClient();
  const { data: info } = useRequest("workspace.info", {});
  const [problem, setProblem] = useState<string>();
  const promote = async (form: FormData): Promise<void> => {
    const given = form.get("reason");
    const reason = typeof given === "string" ? given.trim() : "";
    if (reason === "") return setProblem("Say why; the reason stands in the decision log.");
    try {
      await client.call("models.promote", { model: model.name, version: version.id, reason });
      announce(`${model.name} ${shortId(version.id)} is champion.`);
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const replaces = model.champion === undefined ? "There is no champion yet." : `It replaces ${shortId(model.champion)}, which is retired.`;
  return (
    <Modal
      title={`Promote ${model.name} ${shortId(version.id)} to champion`}
      description={`${replaces} Signed by ${info?.analyst ?? "you"}, and reversible by promoting another version.`}
      onClose={onClose}
    >
      <Form onSave={promote} className={styles["form"]}>
        <label className={styles["reason"]}>
          Reason
          <textarea name="reason" rows={3} maxLength={2000} aria-invalid={problem !== undefined} />
        </label>
        {problem === undefined ? null : (
          <p role="alert" className={styles["problem"]}>
            <Safe text={problem} />
          </p>
        )}
        <div className={styles["form-end"]}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Promote
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
