import { useState } from "react";
import type { Output } from "../../../shared/contract/requests.ts";
import { useClient } from "../../state/client-context.ts";
import { type ExportSubject, leaveExport } from "../../state/export-request.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { RecordButton } from "../../state/RecordButton.tsx";
import { plural } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { choicesFor, describeSubject, type ExportChoice } from "./export-choices.ts";
import { PlanPreview, WrittenFile } from "./ExportPreview.tsx";
import styles from "./Exports.module.css";

type Written = Output<"exports.write">;

function Choices({
  choices,
  chosen,
  onChoose,
}: {
  readonly choices: readonly ExportChoice[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}) {
  return (
    <fieldset className={styles["choices"]}>
      <legend className="visually-hidden">What to export</legend>
      {choices.map(({ key, title, about }) => (
        <label key={key} className={styles["choice"]}>
          <input type="radio" name="export" value={key} checked={key === chosen} onChange={() => onChoose(key)} />
          <span>
            {title}
            <small>{about}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What would be written of this choice, and the button that writes it. */
function Chosen({ choice }: { readonly choice: ExportChoice }) {
  const client = useClient();
  const { data: plan, error, refetch } = useRequest("exports.plan", { wanted: choice.wanted });
  const isBusy = useRunningJobs().some((job) => job.name === "exports.write");
  const [written, setWritten] = useState<Written>();
  const write = (): void => {
    client
      .call("exports.write", { wanted: choice.wanted })
      .then((file) => {
        setWritten(file);
        announce(`${plural(file.rows, "row")} written to ${file.file}`);
      })
      .catch((failure: unknown) => showFailure("It was not exported", failure));
  };
  return (
    <section className={styles["preview"]} aria-label="What will be written" aria-live="polite">
      {error !== null ? (
        <Failure title="What would be written could not be counted" error={error} onRetry={() => void refetch()} />
      ) : plan === undefined ? (
        <Skeleton lines={7} label="Counting" />
      ) : (
        <PlanPreview plan={plan} />
      )}
      {written === undefined ? null : <WrittenFile written={written} />}
      <div className={styles["end"]}>
        <span className={styles["quiet"]}>Signed with your name in the decision log.</span>
        <RecordButton tone="primary" disabled={plan === undefined || isBusy} onClick={write}>
          {isBusy ? "Writing…" : "Write the file"}
        </RecordButton>
      </div>
    </section>
  );
}

/** Shows what each export would hold before anything leaves. */
export function ExportDialog({ subject }: { readonly subject: ExportSubject }) {
  const choices = choicesFor(subject);
  const [key, setKey] = useState(choices[0]?.key ?? "");
  const choice = choices.find((one) => one.key === key);
  return (
    <Modal title="Export" description={describeSubject(subject)} size="large" onClose={leaveExport}>
      <div className={styles["dialog"]}>
        <Choices choices={choices} chosen={key} onChoose={setKey} />
        {choice === undefined ? null : <Chosen key={choice.key} choice={choice} />}
      </div>
    </Modal>
  );
}
