import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import type { SuiteChoice } from "../../../shared/contract/suites.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { parseSuiteForm } from "./suite-form.ts";
import shared from "./Models.module.css";
import styles from "./Evaluation.module.css";

function ChoiceRow({ choice, techniques }: { readonly choice: SuiteChoice; readonly techniques: string }) {
  const { anomalyId, label, expect, verdict, analyst, usedIn } = choice;
  const [isChosen, setIsChosen] = useState(false);
  return (
    <li>
      <label className={shared["check"]}>
        <input type="checkbox" name={`case ${anomalyId}`} checked={isChosen} onChange={(event) => setIsChosen(event.target.checked)} />
        <span>
          <Safe text={label} />
          <small>
            {expect === "flag" ? "must be flagged" : "must pass"}: {verdict}, by <Safe text={analyst} />
            {usedIn === null ? null : (
              <>
                ; in “<Safe text={usedIn} />” already
              </>
            )}
          </small>
        </span>
      </label>
      {expect === "flag" ? (
        <TextField
          label={`Technique of ${label}`}
          hideLabel
          name={`technique ${anomalyId}`}
          defaultValue={techniques}
          disabled={!isChosen}
          placeholder="T1071"
          maxLength={9}
        />
      ) : null}
    </li>
  );
}

function Cases({
  model,
  choices,
  onClose,
}: {
  readonly model: ModelSummary;
  readonly choices: readonly SuiteChoice[];
  readonly onClose: () => void;
}) {
  const client = useClient();
  const [problem, setProblem] = useState<string>();
  const make = async (form: FormData): Promise<void> => {
    const parsed = parseSuiteForm(model.name, choices, form);
    if (!parsed.ok) return setProblem(parsed.problem);
    try {
      const { title, bad, good } = await client.call("suites.create", parsed.input);
      announce(`Suite “${title}” holds ${bad} known-bad and ${good} known-good cases.`);
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Form onSave={make} className={shared["form"]}>
      <TextField label="Title" name="title" maxLength={200} />
      <ul className={styles["choices"]} aria-label="Judged cases">
        {choices.map((choice) => (
          <ChoiceRow key={choice.anomalyId} choice={choice} techniques={model.attack[0]?.technique ?? ""} />
        ))}
      </ul>
      {problem === undefined ? null : (
        <p role="alert" className={shared["problem"]}>
          <Safe text={problem} />
        </p>
      )}
      <div className={shared["form-end"]}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary">
          Make suite
        </Button>
      </div>
    </Form>
  );
}

/** A suite of judged cases: what it holds is never changed, so that what versions were held against can be looked up. */
export function SuiteDialog({ model, onClose }: { readonly model: ModelSummary; readonly onClose: () => void }) {
  const { data, error, refetch } = useRequest("suites.choices", { model: model.name });
  return (
    <Modal
      title={`New suite for ${model.name}`}
      description="Confirmed cases must be flagged, benign ones must pass. A suite is never changed; making it can be taken back."
      onClose={onClose}
    >
      {error !== null ? (
        <Failure title="The judged cases could not be read" error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={6} label="Reading the judged cases" />
      ) : data.length === 0 ? (
        <p className={styles["empty"]}>No verdict says bad or good yet. Judge cases of this model first.</p>
      ) : (
        <Cases model={model} choices={data} onClose={onClose} />
      )}
    </Modal>
  );
}
