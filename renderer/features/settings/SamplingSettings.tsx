import { maxAuditShare } from "../../../shared/domain/blind.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Settings.module.css";

interface ShareProps {
  readonly label: string;
  readonly share: number;
  readonly most: number;
  readonly isReadOnly: boolean;
  readonly onSet: (share: number) => Promise<unknown>;
}

/** A share as a percentage; what is no number, or out of bounds, the browser refuses at the field. */
function Share({ label, share, most, isReadOnly, onSet }: ShareProps) {
  const save = async (form: FormData): Promise<void> => {
    const next = Number(form.get("share")) / 100;
    if (next === share) return;
    try {
      await onSet(next);
      showToast({ tone: "info", text: `${label}: ${String(Math.round(next * 1000) / 10)} %. Undo with Z.` });
    } catch (error) {
      showFailure("The share was not set", error);
    }
  };
  return (
    <Form onSave={save} className={styles["line"]} key={share}>
      <TextField
        label={`${label}, %`}
        name="share"
        type="number"
        required
        min={0}
        max={most * 100}
        step={0.1}
        defaultValue={Math.round(share * 1000) / 10}
      />
      <Button type="submit" disabled={isReadOnly}>
        Set
      </Button>
    </Form>
  );
}

/** What is left to chance so that the figures about models and analysts can be trusted. */
export function SamplingSettings() {
  const client = useClient();
  const { data: workspace } = useRequest("workspace.info", {});
  const { data: review } = useRequest("review.status", {});
  return (
    <section aria-labelledby="sampling">
      <h2 id="sampling">Sampling</h2>
      <p className={styles["quiet"]}>
        Audit items are drawn from what a model would not have surfaced: from them alone precision and missed rate can be estimated. They
        count for runs from now on.
      </p>
      {workspace === undefined ? null : (
        <Share
          label="Audit items, of the budget"
          share={workspace.auditShare}
          most={maxAuditShare}
          isReadOnly={workspace.readOnly}
          onSet={(share) => client.call("workspace.auditShare", { share })}
        />
      )}
      <p className={styles["quiet"]}>
        A second look is a judged case that another analyst judges without sight of the verdict: from them agreement is measured. A higher
        share adds to what a lower one chose.
      </p>
      {review === undefined || workspace === undefined ? null : (
        <Share
          label="Second looks, of verdicts"
          share={review.share}
          most={1}
          isReadOnly={workspace.readOnly}
          onSet={(share) => client.call("review.share", { share })}
        />
      )}
    </section>
  );
}
