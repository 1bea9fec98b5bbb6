import { useRef } from "react";
import { useHotkey } from "../../commands/commands.ts";
import { useClient } from "../../state/client-context.ts";
import { hasFileDialog } from "../../state/host.ts";
import { useJobCancel } from "../../state/jobs.ts";
import { showFailure } from "../../state/messages.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { FilePicker } from "../../ui/FilePicker.tsx";
import { progressText, shareOf } from "../../ui/format/progress.ts";
import { Mark } from "../../ui/Mark.tsx";
import { ProgressBar } from "../../ui/ProgressBar.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { countWords, stateWords } from "./lineage-words.ts";
import type { Verification } from "./use-verification.ts";
import styles from "./Lineage.module.css";

function Result({ result }: { readonly result: NonNullable<Verification["result"]> }) {
  const time = useTime();
  return (
    <span className={styles["result"]} title={time.time(result.at, "full")}>
      <span>
        <Mark tone={result.ok ? "ok" : "bad"} />
        <b>{result.ok ? "As it was recorded" : "Not all as it was recorded"}</b>: {countWords(result.counts)}
      </span>
      {result.logs.map(({ name, state }) => (
        <span key={name}>
          <Mark tone={stateWords[state].tone} />
          {name} {stateWords[state].word.toLowerCase()}
        </span>
      ))}
    </span>
  );
}

/** Reads again what is drawn and says how it compares. Source files are read where the analyst says they lie. */
export function VerifyBar({ verification, hasFiles }: { readonly verification: Verification; readonly hasFiles: boolean }) {
  const { result, job, isBusy, verify, cancel } = verification;
  const client = useClient();
  const cancelJob = useJobCancel();
  const hotkey = useHotkey("lineage.verify");
  const picker = useRef<HTMLInputElement>(null);
  const choose = (): void => {
    if (!hasFileDialog()) return picker.current?.click();
    client
      .call("files.choose", {})
      .then(({ grants }) => (grants.length === 0 ? undefined : verify({ grants: grants.map(({ grant }) => grant) })))
      .catch((error: unknown) => showFailure("No file was chosen", error));
  };
  return (
    <section className={styles["verify"]} aria-label="Verification">
      <div className={styles["line"]}>
        <Button size="small" disabled={isBusy} hotkey={hotkey} onClick={() => verify()}>
          Verify
        </Button>
        {hasFiles ? (
          <Button size="small" disabled={isBusy} onClick={choose}>
            Verify with source files…
          </Button>
        ) : null}
        {isBusy ? (
          <>
            {job === undefined ? (
              <span className={styles["quiet"]}>Handing over…</span>
            ) : (
              <ProgressBar share={shareOf(job)} label={job.title} />
            )}
            {job === undefined ? null : <span className={styles["quiet"]}>{progressText(job)}</span>}
            <Button
              size="small"
              onClick={() => {
                cancel();
                if (job !== undefined) cancelJob(job.id);
              }}
            >
              Cancel
            </Button>
          </>
        ) : result === undefined ? (
          <span className={styles["quiet"]}>Reads again what is drawn and compares it with the digests that were recorded.</span>
        ) : (
          <Result result={result} />
        )}
      </div>
      <FilePicker ref={picker} label="Source files" onFiles={(blobs) => verify({ blobs })} />
      {result?.logs
        .filter(({ state }) => state !== "verified")
        .map(({ name, text }) => (
          <p key={name} className={styles["quiet"]}>
            The {name}: <Safe text={text} />
          </p>
        ))}
    </section>
  );
}
