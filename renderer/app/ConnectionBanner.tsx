import { useConnectionStatus } from "../state/connection-context.ts";
import styles from "./Shell.module.css";

/** Says when the engine cannot be reached; what is on the screen stays readable. */
export function ConnectionBanner() {
  const status = useConnectionStatus();
  if (status === "connected") return null;
  return (
    <p className={styles["banner"]} role="alert">
      {status === "reconnecting"
        ? "The engine does not answer; connecting again. What you see is as last read, and verdicts wait."
        : "The engine is gone. Start Quarry again; everything recorded is in the workspace."}
    </p>
  );
}
