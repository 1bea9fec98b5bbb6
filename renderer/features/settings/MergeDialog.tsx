import { useRef } from "react";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Skeleton } from "../../ui/States.tsx";
import styles from "./Merge.module.css";
import { MergePreviewView } from "./MergePreviewView.tsx";
import { useMerge } from "./use-merge.ts";

function Refusal({ error }: { readonly error: Error | undefined }) {
  if (error === undefined) return null;
  const hint = error instanceof AppError ? error.detail.hint : undefined;
  return (
    <p role="alert" className={styles["refusal"]}>
      <b>Not merged.</b> <Safe text={hint === undefined ? error.message : `${error.message} ${hint}`} />
    </p>
  );
}

interface ChooseProps {
  readonly refused: Error | undefined;
  readonly onFile: (file: { readonly name: string; readonly blob: Blob }) => void;
  readonly onDialog: (() => void) | undefined;
  readonly onClose: () => void;
}

function Choose({ refused, onFile, onDialog, onClose }: ChooseProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className={styles["body"]}>
      <Refusal error={refused} />
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
      <div className={styles["end"]}>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" onClick={() => (onDialog === undefined ? picker.current?.click() : onDialog())}>
          Choose the other copy…
        </Button>
      </div>
    </div>
  );
}

function Done({ merged, onClose }: { readonly merged: Output<"merge.apply">; readonly onClose: () => void }) {
  const waiting = [
    ...(merged.conflicts.length === 0 ? [] : [`${plural(merged.conflicts.length, "case")} in the list of disagreements`]),
    ...merged.champions.flatMap(({ model, champion }) => (champion === null ? [`a champion of ${model}`] : [])),
  ];
  return (
    <section className={styles["body"]} aria-label="Merged">
      <KeyValues
        items={[
          { label: "Came here", value: plural(merged.decisions, "decision") },
          { label: "To settle", value: waiting.length === 0 ? "nothing" : <Safe text={waiting.join(", ")} /> },
          { label: "Log’s end", value: <code>{shortId(merged.head)}</code> },
          { label: "Backup", value: <Safe text={merged.backup ?? "none was needed"} /> },
        ]}
      />
      <div className={styles["end"]}>
        <Button tone="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
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
          onFile={(file) => void lookAt(file)}
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
        <section className={styles["body"]} aria-label="What would come">
          <Refusal error={state.refused} />
          {state.preview.hasChanges ? null : <p>There is nothing to merge: this copy has all that the other has decided.</p>}
          <MergePreviewView preview={state.preview} />
          <div className={styles["end"]}>
            <Button onClick={onClose}>{state.preview.hasChanges ? "Cancel" : "Close"}</Button>
            {state.preview.hasChanges ? (
              <Button tone="primary" onClick={() => void merge(state.preview)}>
                Sign and merge
              </Button>
            ) : null}
          </div>
        </section>
      ) : null}
      {state.step === "done" ? <Done merged={state.merged} onClose={onClose} /> : null}
    </Modal>
  );
}
