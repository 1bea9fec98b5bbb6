import { useState } from "react";
import { setZone, usePreferences } from "../state/preferences.ts";
import { Button } from "../ui/Button.tsx";
import { Form } from "../ui/Form.tsx";
import { allZones, isZone } from "../ui/format/time.ts";
import { Modal } from "../ui/Modal.tsx";
import { TextField } from "../ui/TextField.tsx";
import styles from "./Shell.module.css";

export function ZoneDialog({ onClose }: { readonly onClose: () => void }) {
  const named = usePreferences((p) => p.namedZone);
  const [problem, setProblem] = useState<string>();
  const save = (form: FormData): void => {
    const given = form.get("zone");
    const name = typeof given === "string" ? given.trim() : "";
    if (name === "" || !isZone(name)) return setProblem("not a known zone; names are like Europe/Berlin");
    setZone(name);
    onClose();
  };
  return (
    <Modal title="Times in another zone" description="Stored times stay UTC; all that is shown and copied changes." onClose={onClose}>
      <Form onSave={save} className={styles["zone-form"]}>
        <TextField
          label="Name of the zone"
          name="zone"
          list="all-zones"
          defaultValue={named}
          placeholder="Europe/Berlin"
          problem={problem}
        />
        <datalist id="all-zones">
          {allZones().map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <Button type="submit" tone="primary">
          Show times in it
        </Button>
      </Form>
    </Modal>
  );
}
