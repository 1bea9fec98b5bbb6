import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Disagreement } from "../../../shared/contract/review.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { outdate } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { toSafeText } from "../../ui/format/text.ts";
import { verdictTitle } from "./decisions.ts";
import styles from "./Disagreement.module.css";
import { parseSettleForm } from "./settle-form.ts";

/** Adopts one of the verdicts, or takes a third; a reason is asked for either way. Undone like any verdict. */
export function SettleDialog({ disagreement, onClose }: { readonly disagreement: Disagreement; readonly onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const { anomalyId, label, sides } = disagreement;
  const settle = async (form: FormData): Promise<void> => {
    const parsed = parseSettleForm(form, anomalyId);
    if (!parsed.ok) return setProblem(parsed.problem);
    try {
      await client.call("review.settle", parsed.value);
      await Promise.all((["triage.queue", "triage.case", "review.disagreements"] as const).map((name) => outdate(queries, name)));
      announce("Settled. Undo with Z.");
      onClose();
    } catch (error) {
      showFailure("It was not settled", error);
    }
  };
  return (
    <Modal title="Settle the disagreement" description={toSafeText(label)} onClose={onClose}>
      <Form onSave={settle} className={styles["form"]}>
        <fieldset>
          <legend>Verdict</legend>
          {sides.map((side, i) => (
            <label key={side.decision}>
              <input type="radio" name="choice" value={side.decision} defaultChecked={i === 0} /> {verdictTitle(side.verdict)}, as{" "}
              {toSafeText(side.analyst)} says
            </label>
          ))}
          <label>
            <input type="radio" name="choice" value="" /> Another verdict:{" "}
            <select name="verdict" aria-label="Another verdict" defaultValue="insufficient-data">
              {verdictKinds.map(({ key, title }) => (
                <option key={key} value={key}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </fieldset>
        <label className={styles["reason"]}>
          Reason
          <textarea name="reason" rows={3} maxLength={20_000} aria-invalid={problem !== undefined} aria-describedby="settle-problem" />
        </label>
        <p id="settle-problem" role="alert" className={styles["problem"]}>
          {problem}
        </p>
        <div className={styles["foot"]}>
          <Button type="button" tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" tone="primary">
            Settle
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
