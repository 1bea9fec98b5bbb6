import { useRunningJobs, useJobCancel } from "../state/jobs.ts";
import { progressText, shareOf } from "../ui/format/progress.ts";
import { ProgressBar } from "../ui/ProgressBar.tsx";
import styles from "./Shell.module.css";

/** What the engine is doing for us right now, with the way to stop it. */
export function JobStatus() {
  const jobs = useRunningJobs();
  const cancel = useJobCancel();
  const [job] = jobs;
  if (job === undefined) return null;
  return (
    <span className={styles["job"]}>
      <ProgressBar share={shareOf(job)} label={job.title} />
      <span>
        {job.title} · {progressText(job)}
        {jobs.length > 1 ? ` · ${jobs.length - 1} more` : ""}
      </span>
      <button type="button" onClick={() => cancel(job.id)}>
        cancel
      </button>
    </span>
  );
}
