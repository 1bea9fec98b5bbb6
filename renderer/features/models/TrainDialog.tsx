import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { plural } from "../../ui/format/number.ts";
import { toUtcDay } from "../../ui/format/time.ts";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { parseTrainForm } from "./train-form.ts";
import { useTrain } from "./use-model-jobs.ts";
import styles from "./Models.module.css";

const dayOf = (us: number | undefined): string => (us === undefined ? "" : toUtcDay(us));

/** Training asks only what changes the result: which dataset version, from when to when, and the seed. */
export function TrainDialog({ model, onClose }: { readonly model: ModelSummary; readonly onClose: () => void }) {
  const train = useTrain();
  const { data: info } = useRequest("workspace.info", {});
  const [problem, setProblem] = useState<string>();
  const { data: versions } = useRequest("telemetry.datasets", {});
  const [dataset, setDataset] = useState("");
  const chosen = dataset === "" ? info?.dataset : versions?.find((v) => v.id === dataset);
  const range = chosen?.timeRange;
  const start = (form: FormData): void => {
    const parsed = parseTrainForm(model.name, form);
    if (!parsed.ok) return setProblem(parsed.problem);
    train(dataset === "" ? parsed.input : { ...parsed.input, dataset });
    onClose();
  };
  return (
    <Modal
      title={`Train ${model.name}`}
      description="The new version is registered; nothing uses it until a person promotes it."
      onClose={onClose}
    >
      <Form onSave={start} className={styles["form"]}>
        <Choice
          label="Dataset version"
          value={dataset}
          options={[
            { value: "", label: info?.dataset === undefined || info.dataset === null ? "current" : `current (v${info.dataset.number})` },
            ...(versions ?? []).toReversed().map((v) => ({ value: v.id, label: `v${v.number}, ${plural(v.events, "event")}` })),
          ]}
          onChange={setDataset}
        />
        <TextField label="From day (UTC)" name="from" type="date" min={dayOf(range?.from)} max={dayOf(range?.to)} />
        <TextField label="To day, exclusive (UTC)" name="to" type="date" min={dayOf(range?.from)} />
        <TextField label="Seed" name="seed" inputMode="numeric" defaultValue="1" />
        <label className={styles["check"]}>
          <input type="checkbox" name="labels" />
          <span>
            Learn from the verdicts in force
            <small>The version says which it used, which it left out and why, and what earlier verdicts taught about later ones.</small>
          </span>
        </label>
        <p className={styles["quiet"]}>Without days, the whole dataset is used. The same data and seed give the same bytes.</p>
        {problem === undefined ? null : (
          <p role="alert" className={styles["problem"]}>
            {problem}
          </p>
        )}
        <div className={styles["form-end"]}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Train
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
