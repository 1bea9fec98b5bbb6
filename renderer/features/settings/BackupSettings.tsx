import { useState } from "react";
import type { Backup } from "../../../shared/contract/backups.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { formatBytes, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Settings.module.css";

const because: Readonly<Record<Backup["cause"], string>> = {
  day: "first of its day",
  decisions: "after many decisions",
  migration: "before an update",
  merge: "before a merge",
  restore: "replaced by a restore",
  hand: "asked for",
  unknown: "of an older version",
};

const states: Readonly<Record<Backup["state"], { readonly tone: "ok" | "bad" | "neutral"; readonly text: string }>> = {
  verified: { tone: "ok", text: "verified" },
  damaged: { tone: "bad", text: "damaged" },
  unverified: { tone: "neutral", text: "not checked" },
};

/** The copies of the decisions' database: how old they are, what they hold, and whether they were whole when read back. */
export function BackupSettings() {
  const client = useClient();
  const { data: info } = useRequest("workspace.info", {});
  const { data, error, refetch } = useRequest("backups.list", {});
  const [isBusy, setBusy] = useState(false);
  const make = (): void => {
    setBusy(true);
    client
      .call("backups.make", {})
      .catch((failure: unknown) => {
        if (!(failure instanceof CancelledError)) showFailure("No backup was made", failure);
      })
      .finally(() => setBusy(false));
  };
  return (
    <section aria-labelledby="backups">
      <h2 id="backups">Backups of decisions</h2>
      <p className={styles["quiet"]}>
        Decisions, models’ stages and hunts are copied on every day with decisions and after every 200 of them; each copy is read back
        whole. Telemetry is not in it. <span className="mono">quarry restore</span> puts one back; what it replaces is kept.
      </p>
      {error === null ? null : <Failure title="The backups could not be listed" error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : <BackupTable backups={data.backups} />}
      {data === undefined || data.failure === null ? null : (
        <p role="alert">
          <Tag tone="bad">failed</Tag> The last backup was not made: <Safe text={data.failure} />
        </p>
      )}
      <div className={styles["line"]}>
        <Button disabled={isBusy || (info?.readOnly ?? true)} onClick={make}>
          Back up now
        </Button>
        {data === undefined ? null : (
          <span className={styles["quiet"]}>
            {data.unsaved === 0
              ? "Every decision is in a verified backup."
              : `${plural(data.unsaved, "decision")} in no verified backup yet.`}
          </span>
        )}
      </div>
    </section>
  );
}

function BackupTable({ backups }: { readonly backups: readonly Backup[] }) {
  const time = useTime();
  if (backups.length === 0) return <p className={styles["quiet"]}>There is none yet: the first is made when something was decided.</p>;
  return (
    <table className={styles["backups"]}>
      <thead>
        <tr>
          <th scope="col">Made</th>
          <th scope="col">Why</th>
          <th scope="col" className={styles["number"]}>
            Decisions
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {backups.map((backup) => (
          <tr key={backup.file}>
            <td title={`${backup.file}, ${formatBytes(backup.bytes)}`}>{time.time(backup.at, "date-time")}</td>
            <td>{because[backup.cause]}</td>
            <td className={styles["number"]}>{backup.state === "unverified" ? "–" : backup.decisions}</td>
            <td>
              <Tag tone={states[backup.state].tone}>{states[backup.state].text}</Tag>{" "}
              {backup.problem === undefined ? null : <Safe text={backup.problem} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
