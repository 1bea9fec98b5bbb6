import { type ReactNode, useState } from "react";
import type { ModelSuggestion, Reducer } from "../../../shared/contract/foreign-models.ts";
import { Button } from "../../ui/Button.tsx";
import { DialogBody } from "../../ui/DialogBody.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Refusal } from "../../ui/Refusal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ImportRemarks } from "./ImportRemarks.tsx";
import { readAnswers } from "./import-model-answers.ts";
import styles from "./ImportModel.module.css";
import { ScoredRows } from "./ScoredRows.tsx";
import type { ImportAnswers } from "./use-model-import.ts";

interface ImportModelFormProps {
  readonly seen: ModelSuggestion;
  readonly problem: ReactNode;
  readonly onTake: (answers: ImportAnswers) => void;
  readonly onClose: () => void;
}

const shapeText = (shape: readonly (number | null)[]): string => `[${shape.map((n) => n ?? "any").join(", ")}]`;

function FileFacts({ seen }: { readonly seen: ModelSuggestion }) {
  const { facts, declared } = seen;
  const tensors = (of: typeof facts.inputs): string => of.map((t) => `${t.name} ${t.dtype} ${shapeText(t.shape)}`).join("; ");
  return (
    <KeyValues
      items={[
        { label: "File", value: <Safe text={`${seen.file}, sha256 ${shortId(seen.sha256)}`} /> },
        { label: "Made by", value: <Safe text={`${facts.producer}, ${plural(facts.nodes, "node")}`} /> },
        { label: "Reads", value: <Safe text={tensors(facts.inputs)} /> },
        { label: "Gives", value: <Safe text={tensors(facts.outputs)} /> },
        ...(declared === null
          ? []
          : [
              {
                label: "Manifest",
                value: (
                  <Safe
                    text={`${declared.name} ${declared.version}: score ${declared.tensor}, ${plural(declared.goldenRows, "golden row")}`}
                  />
                ),
              },
            ]),
      ]}
    />
  );
}

const reducers: readonly { readonly value: Reducer; readonly label: string }[] = [
  { value: "none", label: "as it is" },
  { value: "mse", label: "mean squared error against the input" },
  { value: "mae", label: "mean absolute error against the input" },
  { value: "column", label: "one column of it" },
];

/** What a bare file cannot say itself. */
function Binding({ seen }: { readonly seen: ModelSuggestion }) {
  const { suggested, facts, file } = seen;
  const [reduce, setReduce] = useState<string>(suggested?.reduce ?? "none");
  return (
    <>
      <TextField label="Name" name="name" required maxLength={200} defaultValue={file.replace(/\.onnx$/, "")} />
      <label className={styles["field"]}>
        <span>Score output</span>
        <select name="score" defaultValue={suggested?.tensor ?? facts.outputs[0]?.name}>
          {facts.outputs.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className={styles["field"]}>
        <span>Read</span>
        <select name="reduce" value={reduce} onChange={(event) => setReduce(event.target.value)}>
          {reducers.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {reduce === "column" ? (
        <TextField label="Column, from 0" name="column" inputMode="numeric" defaultValue={String(suggested?.column ?? "")} />
      ) : null}
      <label className={styles["field"]}>
        <span>Takes values</span>
        <select name="preprocessing" defaultValue="none">
          <option value="none">as observed</option>
          <option value="in_graph">as observed, and prepares them itself</option>
          <option value="package">as the package’s own models do</option>
        </select>
      </label>
    </>
  );
}

/** A suggestion is shown beside the scored subjects; the choice is a person's. */
function Direction({ seen }: { readonly seen: ModelSuggestion }) {
  const said = seen.declared?.direction ?? seen.suggested?.direction;
  const by = seen.declared === null ? "suggested" : "as the manifest says";
  const choice = (value: "higher_is_anomalous" | "lower_is_anomalous", label: string) => (
    <label className={styles["side"]}>
      <input type="radio" name="direction" value={value} />
      <span>
        {label}
        {said === value ? <em> {by}</em> : null}
      </span>
    </label>
  );
  return (
    <fieldset className={styles["direction"]}>
      <legend>Which scores are strange?</legend>
      {choice("higher_is_anomalous", "The highest")}
      {choice("lower_is_anomalous", "The lowest")}
      {seen.suggested === null ? null : (
        <p>
          <Safe text={`Suggested because ${seen.suggested.because}.`} />
        </p>
      )}
    </fieldset>
  );
}

export function ImportModelForm({ seen, problem, onTake, onClose }: ImportModelFormProps) {
  const [missing, setMissing] = useState<string>();
  const submit = (form: FormData): void => {
    const read = readAnswers(seen, form);
    if (!read.ok) return setMissing(read.problem);
    setMissing(undefined);
    onTake(read.answers);
  };
  const hasControlFlow = seen.facts.operators.some((operator) => ["If", "Loop", "Scan"].includes(operator));
  return (
    <form
      aria-label="Model to import"
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <DialogBody
        buttons={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" tone="primary">
              Import as registered
            </Button>
          </>
        }
      >
        {problem}
        <FileFacts seen={seen} />
        <ImportRemarks remarks={[...seen.facts.warnings, ...seen.missing]} />
        <ScoredRows rows={seen.rows} />
        <Direction seen={seen} />
        {seen.declared === null ? (
          <div className={styles["binding"]}>
            <Binding seen={seen} />
          </div>
        ) : null}
        {hasControlFlow ? (
          <label className={styles["side"]}>
            <input type="checkbox" name="control-flow" />
            <span>Let If, Loop and Scan be in its graph ({formatCount(seen.facts.nodes)} nodes)</span>
          </label>
        ) : null}
        {missing === undefined ? null : <Refusal>{missing}</Refusal>}
      </DialogBody>
    </form>
  );
}
