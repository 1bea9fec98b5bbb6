import { useRunningJobs } from "../../../state/jobs.ts";
import { Button } from "../../../ui/Button.tsx";
import { progressText, shareOf } from "../../../ui/format/progress.ts";
import { ProgressBar } from "../../../ui/ProgressBar.tsx";
import styles from "./Wizard.module.css";

export function Looking({ onStop }: { readonly onStop: () => void }) {
  const job = useRunningJobs().find((candidate) => candidate.name === "telemetry.inspect");
  return (
    <div className={styles["looking"]}>
      <ProgressBar wide share={job === undefined ? null : shareOf(job)} label="Looking into the files" />
      <span>
        {["Looking into the files", job === undefined ? "" : progressText(job), "you need not wait for it"]
          .filter((t) => t !== "")
          .join(" · ")}
      </span>
      <Button size="small" onClick={onStop}>
        Stop looking
      </Button>
    </div>
  );
}
