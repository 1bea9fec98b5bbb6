import { useState } from "react";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Models.module.css";

interface ReasonFormProps {
  readonly action: string;
  readonly tone?: "primary" | "bad";
  readonly onDecide: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** A decision needs a reason; a refusal keeps what was typed. */
export function ReasonForm({ action, tone = "primary", onDecide, onClose }: ReasonFormProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const decide = async (form: FormData): Promise<void> => {
    const given = form.get("reason");
    const reason = typeof given === "string" ? given.trim() : "";
    if (reason === "") return setProblem("Say why; the reason stands in the decision log.");
    setBusy(true);
    try {
      await onDecide(reason);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Form onSave={decide} className={styles["form"]}>
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
        <Button type="submit" tone={tone} disabled={isBusy}>
          {action}
        </Button>
      </div>
    </Form>
  );
}
