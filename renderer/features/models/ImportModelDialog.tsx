import { useRef } from "react";
import type { ImportedModel } from "../../../shared/contract/foreign-models.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { Button } from "../../ui/Button.tsx";
import { FilePicker } from "../../ui/FilePicker.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Skeleton } from "../../ui/States.tsx";
import { ImportRemarks } from "./ImportRemarks.tsx";
import { ImportModelForm } from "./ImportModelForm.tsx";
import styles from "./ImportModel.module.css";
import { useModelImport } from "./use-model-import.ts";

/** Why a model was not taken, and what would help. */
function Refusal({ error }: { readonly error: Error }) {
  const hint = error instanceof AppError ? error.detail.hint : undefined;
  return (
    <p role="alert" className={styles["refusal"]}>
      <b>Not imported.</b> <Safe text={hint === undefined ? error.message : `${error.message} ${hint}`} />
    </p>
  );
}

interface ChooseProps {
  readonly refused: Error | undefined;
  readonly onFiles: (files: readonly { readonly name: string; readonly blob: Blob }[]) => void;
  readonly onDialog: (() => void) | undefined;
  readonly onClose: () => void;
}

function Choose({ refused, onFiles, onDialog, onClose }: ChooseProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className={styles["body"]}>
      {refused === undefined ? null : <Refusal error={refused} />}
      <p>
        Choose one .onnx file, or the files of a bundle together: manifest.json or MLmodel, the .onnx file and the files its tensors lie in.
        The model is checked, held to its golden rows where it brings some, and calibrated on this workspace’s telemetry.
      </p>
      <FilePicker ref={picker} label="Model files" onFiles={onFiles} />
      <div className={styles["end"]}>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" onClick={() => (onDialog === undefined ? picker.current?.click() : onDialog())}>
          Choose files…
        </Button>
      </div>
    </div>
  );
}

function Done({ imported, onClose }: { readonly imported: ImportedModel; readonly onClose: () => void }) {
  const { version, golden, direction, calibration, identity, warnings } = imported;
  const strange = imported.outputs.score.direction === "higher_is_anomalous" ? "highest" : "lowest";
  return (
    <section className={styles["body"]} aria-label="Imported model">
      <KeyValues
        items={[
          { label: "Version", value: <code>{shortId(version.id)}</code> },
          {
            label: "Stage",
            value: identity?.state === "same" ? version.stage : `${version.stage}; nothing uses it until a person promotes it`,
          },
          { label: "Strange are", value: `the ${strange} scores` },
          {
            label: "Golden rows",
            value:
              golden.state === "none"
                ? "none given"
                : `${plural(golden.rows, "row")} match, largest difference ${golden.largestDifference ?? 0}`,
          },
          { label: "Direction", value: <Safe text={`${direction.state}: ${direction.because}`} /> },
          { label: "Calibrated on", value: `${formatCount(calibration.scored)} of ${plural(calibration.subjects, "subject")}` },
        ]}
      />
      <ImportRemarks remarks={identity?.state === "same" ? [identity.because, ...warnings] : warnings} />
      <div className={styles["end"]}>
        <Button tone="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}

/** A model made elsewhere comes in as a registered version of this package, once a person has seen how it scores. */
export function ImportModelDialog({ model, onClose }: { readonly model: ModelSummary; readonly onClose: () => void }) {
  const { state, lookAt, choose, take } = useModelImport(model.name);
  return (
    <Modal
      title={`Import a model into ${model.name}`}
      description="A model made elsewhere that reads this package’s features. It becomes a registered version."
      size="large"
      onClose={onClose}
    >
      {state.step === "choose" ? (
        <Choose
          refused={state.refused}
          onFiles={(files) => void lookAt(files)}
          onDialog={choose === undefined ? undefined : () => void choose()}
          onClose={onClose}
        />
      ) : null}
      {state.step === "busy" ? (
        <div className={styles["body"]}>
          <p>{state.what}…</p>
          <Skeleton lines={6} label={state.what} />
          <div className={styles["end"]}>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </div>
      ) : null}
      {state.step === "seen" ? (
        <ImportModelForm
          seen={state.seen}
          problem={state.refused === undefined ? undefined : <Refusal error={state.refused} />}
          onTake={(answers) => void take(state.seen, answers)}
          onClose={onClose}
        />
      ) : null}
      {state.step === "done" ? <Done imported={state.imported} onClose={onClose} /> : null}
    </Modal>
  );
}
