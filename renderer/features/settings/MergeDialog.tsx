import { useRef } from "react";
import type { Output } from "../../../shared/contract/requests.ts";
import { NotDone } from "../../state/NotDone.tsx";
import { Button } from "../../ui/Button.tsx";
import { DialogBody } from "../../ui/DialogBody.tsx";
import { DoneBody } from "../../ui/DoneBody.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Working } from "../../ui/Working.tsx";
import styles from "./Merge.module.css";
import { MergePreviewView } from "./MergePreviewView.tsx";
import { useMerge } from "./use-merge.ts";

interface ChooseProps {
  readonly refused: Error | undefined;
  readonly onFile: (file: { readonly name: string; readonly blob: Blob }) => void;
  readonly onDialog: (() => void) | undefined;
  readonly onClose: () => void;
}

function Choose({ refused, onFile, onDialog, onClose }: ChooseProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <DialogBody
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" onClick={() => (onDialog === undefined ? picker.current?.click() : onDialog())}>
            Choose the other copy…
          </Button>
        </>
      }
    >
      <NotDone what="Not merged." error={refused} />
      <p>
        Close the other copy first, then choose the <code>quarry.sqlite</code> in its folder. It is read and verified, and stays as it is;
        you see what would come before anything is changed.
      </p>
      {onDialog === undefined ? (
        <p className={styles["quiet"]}>
          A browser hands over this one file: decisions come, telemetry and models that only the other copy has do not.{" "}
          <code>quarry merge FOLDER</code> and the desktop app bring those too.
        </p>
      ) : null}
      <input
        ref={picker}
        type="file"
        accept=".sqlite"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="The other copy’s database"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) onFile({ name: "quarry.sqlite", blob: file });
        }}
      />
    </DialogBody>
  );
}

function Done({ merged, onClose }: { readonly merged: Output<"merge.apply">; readonly onClose: () => void }) {
  const waiting = [
    ...(merged.conflicts.length === 0 ? [] : [`${plural(merged.conflicts.length, "case")} in the list of disagreements`]),
    ...merged.champions.flatMap(({ model, champion }) => (champion === null ? [`a champion of ${model}`] : [])),
  ];
  return (
    <DoneBody
      label="Merged"
      onClose={onClose}
      items={[
        { label: "Came here", value: plural(merged.decisions, "decision") },
        { label: "To settle", value: waiting.length === 0 ? "nothing" : <Safe text={waiting.join(", ")} /> },
        { label: "Log’s end", value: <code>{shortId(merged.head)}</code> },
        { label: "Backup", value: <Safe text={merged.backup ?? "none was needed"} /> },
      ]}
    />
  );
}

/** Brings the decisions of another copy of the workspace into this one. */
export function MergeDialog({ onClose }: { readonly onClose: () => void }) {
  const { state, lookAt, choose, merge } = useMerge();
  return (
    <Modal title="Merge another copy" description="Of this workspace, in which others went on deciding." size="large" onClose={onClose}>
      {state.step === "choose" ? (
        <Choose
          refused={state.refused}
          onFile={(file) => void lookAt([file])}
          onDialog={choose === undefined ? undefined : () => void choose()}
          onClose={onClose}
        />
      ) : null}
      {state.step === "busy" ? <Working what={state.what} onCancel={onClose} /> : null}
      {state.step === "seen" ? (
        <DialogBody
          label="What would come"
          buttons={
            <>
              <Button onClick={onClose}>{state.seen.hasChanges ? "Cancel" : "Close"}</Button>
              {state.seen.hasChanges ? (
                <Button tone="primary" onClick={() => void merge(state.seen)}>
                  Sign and merge
                </Button>
              ) : null}
            </>
          }
        >
          <NotDone what="Not merged." error={state.refused} />
          {state.seen.hasChanges ? null : <p>There is nothing to merge: this copy has all that the other has decided.</p>}
          <MergePreviewView preview={state.seen} />
        </DialogBody>
      ) : null}
      {state.step === "done" ? <Done merged={state.done} onClose={onClose} /> : null}
    </Modal>
  );
}
