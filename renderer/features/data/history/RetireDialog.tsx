import { type FormEvent, useState } from "react";
import type { SnapshotDependants, SnapshotSummary } from "../../../../shared/contract/snapshots.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatBytes, formatCount } from "../../../ui/format/number.ts";
import { KeyValues } from "../../../ui/KeyValues.tsx";
import { Modal } from "../../../ui/Modal.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../../ui/States.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./History.module.css";

interface RetireDialogProps {
  readonly snapshot: SnapshotSummary;
  readonly onClose: () => void;
}

function Preview({ dependants }: { readonly dependants: SnapshotDependants }) {
  const models = dependants.models.map((m) => `${m.model} (${m.stage})`).join(", ");
  return (
    <>
      <KeyValues
        items={[
          { label: "Dataset versions", value: dependants.datasets.map((d) => `v${d.number}`).join(", ") || "none" },
          { label: "Models that learned from it", value: models || "none" },
          { label: "Runs over it", value: formatCount(dependants.runs) },
          { label: "Anomalies with evidence in it", value: formatCount(dependants.anomalies) },
          { label: "Verdicts on those, as labels", value: `${formatCount(dependants.verdicts)}, ${formatCount(dependants.labels)}` },
        ]}
      />
      <p>
        All of it keeps its record: ids, counts, scores, verdicts and graphs. The events themselves can no longer be shown, queried, scored
        or learned from.
      </p>
    </>
  );
}

/** Asks for a person's decision to remove a snapshot's events, and shows first what would be left without them. */
export function RetireDialog({ snapshot, onClose }: RetireDialogProps) {
  const client = useClient();
  const { data, error } = useRequest("snapshots.show", { id: snapshot.id });
  const [reason, setReason] = useState("");
  const [isAgreed, setAgreed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const holds = data?.dependants.holds ?? [];
  const isReady = data !== undefined && reason.trim() !== "" && (holds.length === 0 || isAgreed) && !isBusy;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    setBusy(true);
    client
      .call("snapshots.retire", { id: snapshot.id, reason, despite: isAgreed })
      .then(({ freedBytes }) => {
        announce(`${formatBytes(freedBytes)} removed. The record of ${snapshot.source} stays.`);
        onClose();
      })
      .catch((failure: unknown) => {
        setBusy(false);
        showFailure("Nothing was removed", failure);
      });
  };
  return (
    <Modal title="Let the events of a snapshot go" onClose={onClose}>
      <form className={styles["retire"]} onSubmit={submit}>
        <p>
          <Safe text={snapshot.source} />: {formatCount(snapshot.events)} events, {formatBytes(snapshot.bytes)} on disk. Importing the same
          files again brings them back under the same id.
        </p>
        {error === null ? null : <Failure title="What depends on it could not be read" error={error} />}
        {data === undefined && error === null ? <Skeleton lines={5} label="Reading what depends on it" /> : null}
        {data === undefined ? null : <Preview dependants={data.dependants} />}
        {holds.length === 0 ? null : (
          <>
            <Notice>
              Held: <Safe text={holds.join("; ")} />.
            </Notice>
            <label className={styles["agree"]}>
              <input type="checkbox" checked={isAgreed} onChange={(event) => setAgreed(event.target.checked)} />
              Let it go all the same
            </label>
          </>
        )}
        <TextField
          className={styles["reason"]}
          label="Reason, for the log"
          value={reason}
          maxLength={2000}
          required
          onChange={(event) => setReason(event.target.value)}
        />
        <p className={styles["acts"]}>
          <Button type="submit" tone="bad" disabled={!isReady}>
            Remove the events
          </Button>
          <Button onClick={onClose}>Keep them</Button>
        </p>
      </form>
    </Modal>
  );
}
