import { useState } from "react";
import type { AuditReport } from "../../../../shared/contract/workspace.ts";
import { useCommands, useHotkey } from "../../../commands/commands.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Mark } from "../../../ui/Mark.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Log.module.css";

const maxProblems = 100;

function Result({ report, onChoose }: { readonly report: AuditReport; readonly onChoose: (seq: number) => void }) {
  const { ok, entries, head, problems } = report;
  if (ok)
    return (
      <p>
        <Mark tone="ok" /> Intact: {plural(entries, "entry", "entries")}, each holding the hash of the one before; everything derived from
        them, and every snapshot, model and lineage file, is as it was written. Head <code title={head}>{head.slice(0, 16)}</code>
      </p>
    );
  return (
    <div className={styles["problems"]} role="alert">
      <p>
        <Mark tone="bad" /> Damaged: {plural(problems.length, "problem")} in {plural(entries, "entry", "entries")}.
      </p>
      <ul>
        {problems.slice(0, maxProblems).map(({ seq, problem }) => (
          <li key={`${seq} ${problem}`}>
            {seq === 0 ? null : (
              <Button size="small" tone="quiet" onClick={() => onChoose(seq)}>
                Entry {formatCount(seq)}
              </Button>
            )}
            <Safe text={problem} />
          </li>
        ))}
      </ul>
      {problems.length > maxProblems ? <p>and {formatCount(problems.length - maxProblems)} more</p> : null}
    </div>
  );
}

/** Checks the whole log and all that rests on it, and names what is broken. */
export function VerifyLine({ onChoose }: { readonly onChoose: (seq: number) => void }) {
  const client = useClient();
  const time = useTime();
  const info = useRequest("workspace.info", {});
  const hotkey = useHotkey("insights.verify");
  const [isBusy, setBusy] = useState(false);
  const [report, setReport] = useState<AuditReport>();
  const verify = (): void => {
    setBusy(true);
    client
      .call("audit.verify", {})
      .then((found) => {
        setReport(found);
        announce(found.ok ? "The decision log is intact." : `The decision log is damaged: ${found.problems.length} problems.`);
      })
      .catch((error: unknown) => showFailure("The decision log was not verified", error))
      .finally(() => setBusy(false));
  };
  useCommands({ "insights.verify": { run: verify, when: () => !isBusy } });
  const verifiedAt = info.data?.log.verifiedAt ?? null;
  return (
    <div className={styles["verify"]}>
      <Button hotkey={hotkey} disabled={isBusy} onClick={verify}>
        {isBusy ? "Verifying…" : "Verify"}
      </Button>
      {report !== undefined ? (
        <Result report={report} onChoose={onChoose} />
      ) : (
        <p className={styles["quiet"]}>
          {verifiedAt === null ? "Not verified yet." : `Last verified ${time.time(verifiedAt, "date-time")}.`} The chain, what derives from
          it, and every file it vouches for are read.
        </p>
      )}
    </div>
  );
}
