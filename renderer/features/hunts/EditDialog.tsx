import { useState } from "react";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { huntTriggers } from "../../../shared/domain/hunt.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FitFields, FoilFields } from "./EditFields.tsx";
import { parseEditForm } from "./hunt-forms.ts";
import styles from "./Hunts.module.css";
import { TextArea } from "./TextArea.tsx";
import { useHuntDecisions } from "./use-hunt-decisions.ts";

/** What is written down about a hunt. Saving is one decision, and can be undone as one. */
export function EditDialog({ hunt, onClose }: { readonly hunt: HuntDetail; readonly onClose: () => void }) {
  const { decide } = useHuntDecisions();
  const [problem, setProblem] = useState<string>();
  const { record } = hunt;
  const save = async (form: FormData): Promise<void> => {
    const parsed = parseEditForm(form, hunt);
    if (!parsed.ok) return setProblem(parsed.problem);
    if (await decide("hunts.edit", { id: hunt.id, changes: parsed.value }, "The hunt is changed")) onClose();
  };
  return (
    <Modal title="Edit the hunt" size="large" onClose={onClose}>
      <Form onSave={save} className={styles["form"]}>
        <div className={styles["columns"]}>
          <div>
            <TextField className={styles["stacked"]} label="Topic" name="topic" defaultValue={record.topic} maxLength={200} />
            <TextField className={styles["stacked"]} label="Owner" name="owner" defaultValue={record.owner} maxLength={120} />
            <label className={styles["choice"]}>
              Trigger
              <select name="trigger" defaultValue={record.trigger}>
                {huntTriggers.map((one) => (
                  <option key={one.key} value={one.key}>
                    {one.title}
                  </option>
                ))}
              </select>
            </label>
            <TextField
              className={styles["stacked"]}
              label="Days allowed"
              name="timebox"
              inputMode="numeric"
              defaultValue={String(record.timeboxDays)}
            />
            <TextArea label="Actor" name="actor" rows={1} value={record.hypothesis.actor} />
            <TextArea label="Behaviour" name="behaviour" rows={3} value={record.hypothesis.behaviour} />
            <TextArea label="Location" name="location" rows={1} value={record.hypothesis.location} />
            <TextArea label="Evidence" name="evidence" rows={2} value={record.hypothesis.evidence} />
          </div>
          <div>
            <FitFields record={record} />
            <FoilFields record={record} />
            <TextArea label="Notes" name="notes" rows={6} value={record.notes} max={20_000} />
          </div>
        </div>
        {problem === undefined ? null : (
          <p role="alert" className={styles["problem"]}>
            {problem}
          </p>
        )}
        <div className={styles["form-end"]}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Save
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
