import { AppError } from "../../shared/contract/errors.ts";
import { useConnectionReason, useConnectionStatus } from "../state/connection-context.ts";
import { Button } from "../ui/Button.tsx";
import { CopyDetails } from "../ui/CopyDetails.tsx";
import { Safe } from "../ui/Safe.tsx";
import styles from "./Shell.module.css";

/** Says when the engine cannot be reached; what is on the screen stays readable. */
export function ConnectionBanner() {
  const status = useConnectionStatus();
  if (status === "connected") return null;
  if (status === "stopped") return <EngineStopped />;
  return (
    <p className={styles["banner"]} role="alert">
      {status === "reconnecting"
        ? "The engine does not answer; connecting again. What you see is as last read, and verdicts wait."
        : "The engine is gone. Start Quarry again; everything recorded is in the workspace."}
    </p>
  );
}

/** Nothing starts it but a person; a page loaded anew has it tried once more. */
function EngineStopped() {
  const reason = useConnectionReason();
  const title = "The engine has stopped";
  return (
    <div className={styles["banner"]} role="alert">
      <span>
        <b>{title}:</b> <Safe text={reason} />. What you see is as last read; no verdict is taken now, and every recorded one is in the
        workspace. <span className="mono">quarry doctor</span> says what is wrong with it.
      </span>
      <Button size="small" onClick={() => window.location.reload()}>
        Start it again
      </Button>
      <CopyDetails title={title} error={new AppError("engine-gone", reason)} />
    </div>
  );
}
