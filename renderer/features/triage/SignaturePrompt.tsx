import { useState } from "react";
import { RecordButton } from "../../state/RecordButton.tsx";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useTriage } from "./triage-store.ts";
import styles from "./VerdictBar.module.css";

/** Asks once, after the first verdict, under which name verdicts are signed. Work goes on meanwhile. */
export function SignaturePrompt() {
  const client = useClient();
  const hasJudged = useTriage((s) => s.lastVerdict !== undefined);
  const info = useRequest("workspace.info", {});
  const signed = useRequest("audit.page", { kind: "analyst.sign", limit: 1 }, hasJudged);
  const [isDismissed, setDismissed] = useState(false);
  if (!hasJudged || isDismissed || signed.data === undefined || signed.data.total > 0 || info.data === undefined) return null;
  const sign = (form: FormData): void => {
    const given = form.get("analyst");
    const name = typeof given === "string" ? given.trim() : "";
    if (name === "") return;
    setDismissed(true);
    client
      .call("workspace.sign", { analyst: name })
      .then(() => showToast({ tone: "info", text: `Verdicts are now signed by ${name}` }))
      .catch((error: unknown) => {
        setDismissed(false);
        showFailure("The name was not recorded", error);
      });
  };
  return (
    <Form className={styles["sign"]} onSave={sign}>
      <span>
        Signed as <b>{info.data.analyst}</b>.
      </span>
      <TextField label="Your name" name="analyst" autoComplete="name" maxLength={120} placeholder="e.g. M. Okafor" />
      <RecordButton type="submit" size="small" tone="primary">
        Sign from now on
      </RecordButton>
      <Button size="small" tone="quiet" onClick={() => setDismissed(true)}>
        Keep
      </Button>
    </Form>
  );
}
