import { useEffect, useState } from "react";
import { useJobCancel, useRunningJobs } from "../../state/jobs.ts";
import { Button } from "../../ui/Button.tsx";
import { formatBytes, formatDuration } from "../../ui/format/number.ts";
import { progressText, rateText, shareOf } from "../../ui/format/progress.ts";
import { ProgressBar } from "../../ui/ProgressBar.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Data.module.css";
import { cancelUpload, useImportState } from "./import-store.ts";

/** Seconds since `startMs` of `clock`, once a second. */
function useElapsed(startMs: number | undefined, clock: () => number): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    if (startMs === undefined) return;
    const timer = setInterval(() => setNow(clock()), 500);
    return () => clearInterval(timer);
  }, [startMs, clock]);
  return startMs === undefined ? 0 : Math.max(0, (now - startMs) / 1000);
}

const pageClock = (): number => performance.now();
const wallClock = (): number => Date.now();

function Uploading() {
  const { state } = useImportState();
  const startedMs = state.step === "uploading" ? state.startedMs : undefined;
  const seconds = useElapsed(startedMs, pageClock);
  if (state.step !== "uploading") return null;
  const { progress } = state;
  const sent = progress?.sentBytes ?? 0;
  const figures = { stage: "handing over", done: sent, total: progress?.totalBytes ?? null, unit: "bytes" };
  return (
    <div className={styles["progress"]}>
      <ProgressBar wide share={shareOf(figures)} label="Handing files to the engine" />
      <span>
        {progress === undefined ? "handing over" : <Safe text={`${progress.file} (${progress.fileNo} of ${progress.files})`} />} ·{" "}
        {formatBytes(sent)} of {formatBytes(progress?.totalBytes ?? 0)} · {rateText(sent, "bytes", seconds) ?? "…"}
      </span>
      <Button size="small" onClick={cancelUpload}>
        Cancel
      </Button>
    </div>
  );
}

function Working() {
  const { state } = useImportState();
  const job = useRunningJobs().find((candidate) => candidate.name === "telemetry.import");
  const cancel = useJobCancel();
  const seconds = useElapsed(job === undefined ? undefined : job.startedAt / 1000, wallClock);
  if (job === undefined) return state.step === "importing" ? <output className={styles["progress"]}>waiting for the engine</output> : null;
  const share = shareOf(job);
  const left = share === null || share <= 0.02 || seconds < 2 ? undefined : (seconds / share) * (1 - share);
  const parts = [
    job.title,
    progressText(job),
    rateText(job.done, job.unit, seconds),
    left === undefined ? undefined : `about ${formatDuration(Math.ceil(left))} left`,
  ];
  return (
    <div className={styles["progress"]}>
      <ProgressBar wide share={share} label={job.title} />
      <span>{parts.filter((part) => part !== undefined && part !== "").join(" · ")}</span>
      <Button size="small" onClick={() => cancel(job.id)}>
        Cancel
      </Button>
    </div>
  );
}

/** Stage, amount, rate and what is left; cancelling keeps nothing half done. */
export function ImportProgress() {
  const { state } = useImportState();
  return state.step === "uploading" ? <Uploading /> : <Working />;
}
