import { useState } from "react";
import type { Output } from "../../../../shared/contract/requests.ts";
import { CancelledError } from "../../../../shared/contract/errors.ts";
import type { Job } from "../../../../shared/contract/workspace.ts";
import { useClient } from "../../../state/client-context.ts";
import { useRunningJobs } from "../../../state/jobs.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { plural } from "../../../ui/format/number.ts";

type Checked = Output<"snapshots.verify">;

interface Verify {
  readonly result: Checked | undefined;
  /** What runs now, of whoever started it. */
  readonly job: Job | undefined;
  readonly isBusy: boolean;
  readonly verify: () => void;
}

/** Reads every byte of one snapshot, or of all, and says what it found. */
export function useVerify(id: string | undefined): Verify {
  const client = useClient();
  const job = useRunningJobs().find((candidate) => candidate.name === "snapshots.verify");
  const [result, setResult] = useState<Checked>();
  const [isAsked, setAsked] = useState(false);
  const verify = (): void => {
    setResult(undefined);
    setAsked(true);
    client
      .call("snapshots.verify", id === undefined ? {} : { id })
      .then((checked) => {
        setResult(checked);
        const damaged = checked.checked.filter((each) => each.state === "damaged").length;
        announce(damaged === 0 ? "Every byte is as it was written." : `${plural(damaged, "snapshot is", "snapshots are")} damaged.`);
      })
      .catch((error: unknown) => (error instanceof CancelledError ? undefined : showFailure("The snapshots were not verified", error)))
      .finally(() => setAsked(false));
  };
  return { result, job, isBusy: isAsked || job !== undefined, verify };
}
