import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Lineage.module.css";

/** Asks what to trace, for who comes with a name or a digest in hand. */
export function TraceForm() {
  const navigate = useNavigate();
  return (
    <div className={styles["ask"]}>
      <h1>Lineage</h1>
      <p>
        Name an anomaly, a model version, a dataset version, a decision or a source file: what it was made from and what was made of it is
        drawn. The case, the model and the snapshot have a link here too.
      </p>
      <Form
        className={styles["ask-line"]}
        onSave={(form) => {
          const of = form.get("of");
          if (typeof of === "string" && of.trim() !== "") void navigate({ to: "/lineage", search: { of: of.trim() } });
        }}
      >
        <TextField label="Id, name or sha256" name="of" placeholder="v3, beaconing@7f3a9c or conn.log" maxLength={500} autoComplete="off" />
        <Button type="submit" tone="primary">
          Trace
        </Button>
      </Form>
    </div>
  );
}
