import { type ReactNode, useState } from "react";
import { AppError } from "../../shared/contract/errors.ts";
import { useClient } from "../state/client-context.ts";
import { useConnectionReason, useConnectionStatus } from "../state/connection-context.ts";
import { showFailure } from "../state/messages.ts";
import { Button } from "../ui/Button.tsx";
import { CopyDetails } from "../ui/CopyDetails.tsx";
import { Safe } from "../ui/Safe.tsx";
import styles from "./Shell.module.css";

/** Says when the engine cannot be reached; what is on the screen stays readable. */
export function ConnectionBanner() {
  const status = useConnectionStatus();
  if (status === "connected") return null;
  if (status === "stopped") return <EngineStopped />;
  if (status === "silent") return <EngineSilent />;
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
  return (
    <EngineAway title="The engine has stopped" isBusy={false} onStart={() => window.location.reload()}>
      <span className="mono">quarry doctor</span> says what is wrong with it.
    </EngineAway>
  );
}

/** It may only be slow, so that nobody but a person ends it. */
function EngineSilent() {
  const client = useClient();
  const [isBusy, setIsBusy] = useState(false);
  const restart = (): void => {
    setIsBusy(true);
    client
      .call("engine.restart", {})
      .catch((error: unknown) => showFailure("The engine was not started again", error))
      .finally(() => setIsBusy(false));
  };
  return (
    <EngineAway title="The engine does not answer" isBusy={isBusy} onStart={restart}>
      It may come back by itself; starting it again ends the work that is going on in it.
    </EngineAway>
  );
}

interface EngineAwayProps {
  readonly title: string;
  readonly isBusy: boolean;
  readonly onStart: () => void;
  readonly children: ReactNode;
}

function EngineAway({ title, isBusy, onStart, children }: EngineAwayProps) {
  const reason = useConnectionReason();
  return (
    <div className={styles["banner"]} role="alert">
      <span>
        <b>{title}:</b> <Safe text={reason} />. What you see is as last read; no verdict is taken now, and every recorded one is in the
        workspace. {children}
      </span>
      <Button size="small" disabled={isBusy} onClick={onStart}>
        Start it again
      </Button>
      <CopyDetails title={title} error={new AppError("engine-gone", reason)} />
    </div>
  );
}
