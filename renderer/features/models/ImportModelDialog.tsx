import { useRef } from "react";
import type { ImportedModel } from "../../../shared/contract/foreign-models.ts";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { NotDone } from "../../state/NotDone.tsx";
import { Button } from "../../ui/Button.tsx";
import { DialogBody } from "../../ui/DialogBody.tsx";
import { DoneBody } from "../../ui/DoneBody.tsx";
import { FilePicker } from "../../ui/FilePicker.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Working } from "../../ui/Working.tsx";
import { ImportRemarks } from "./ImportRemarks.tsx";
import { ImportModelForm } from "./ImportModelForm.tsx";
import { useModelImport } from "./use-model-import.ts";

interface ChooseProps {
  readonly refused: Error | undefined;
  readonly onFiles: (files: readonly { readonly name: string; readonly blob: Blob }[]) => void;
  readonly onDialog: (() => void) | undefined;
  readonly onClose: () => void;
}

function Choose({ refused, onFiles, onDialog, onClose }: ChooseProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <DialogBody
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" onClick={() => (onDialog === undefined ? picker.current?.click() : onDialog())}>
            Choose files…
          </Button>
        </>
      }
    >
      <NotDone what="Not imported." error={refused} />
      <p>
        Choose one .onnx file, or the files of a bundle together: manifest.json or MLmodel, the .onnx file and the files its tensors lie in.
        The model is checked, held to its golden rows where it brings some, and calibrated on this workspace’s telemetry.
      </p>
      <FilePicker ref={picker} label="Model files" onFiles={onFiles} />
    </DialogBody>
  );
}

function Done({ imported, onClose }: { readonly imported: ImportedModel; readonly onClose: () => void }) {
  const { version, golden, direction, calibration, identity, warnings } = imported;
  const strange = imported.outputs.score.direction === "higher_is_anomalous" ? "highest" : "lowest";
  return (
    <DoneBody
      label="Imported model"
      onClose={onClose}
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
    >
      <ImportRemarks remarks={identity?.state === "same" ? [identity.because, ...warnings] : warnings} />
    </DoneBody>
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
      {state.step === "busy" ? <Working what={state.what} onCancel={onClose} /> : null}
      {state.step === "seen" ? (
        <ImportModelForm
          seen={state.seen}
          problem={<NotDone what="Not imported." error={state.refused} />}
          onTake={(answers) => void take(state.seen, answers)}
          onClose={onClose}
        />
      ) : null}
      {state.step === "done" ? <Done imported={state.done} onClose={onClose} /> : null}
    </Modal>
  );
}
