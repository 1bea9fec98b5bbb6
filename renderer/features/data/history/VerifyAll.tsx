import { useJobCancel } from "../../../state/jobs.ts";
import { Button } from "../../../ui/Button.tsx";
import { progressText, shareOf } from "../../../ui/format/progress.ts";
import { ProgressBar } from "../../../ui/ProgressBar.tsx";
import data from "../Data.module.css";
import { CheckResult } from "./CheckResult.tsx";
import { useVerify } from "./use-verify.ts";

/** Compares every byte on disk with what was written. */
export function VerifyAll() {
  const { result, job, isBusy, verify } = useVerify(undefined);
  const cancel = useJobCancel();
  return (
    <section aria-label="Verification">
      <div className={data["section"]}>
        <h2>Verification</h2>
        <Button size="small" disabled={isBusy} onClick={verify}>
          Verify every byte
        </Button>
      </div>
      {job === undefined ? null : (
        <div className={data["progress"]}>
          <ProgressBar wide share={shareOf(job)} label={job.title} />
          <span>{progressText(job)}</span>
          <Button size="small" onClick={() => cancel(job.id)}>
            Cancel
          </Button>
        </div>
      )}
      {result === undefined && job === undefined ? (
        <p className={data["quiet"]}>Each segment has a SHA-256 in its manifest, and the manifest’s own is the snapshot’s id.</p>
      ) : null}
      {result?.checked.map((check) => (
        <CheckResult key={check.id} check={check} />
      ))}
    </section>
  );
}
