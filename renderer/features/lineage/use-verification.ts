import { useEffect, useRef, useState } from "react";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { LineageVerification } from "../../../shared/contract/lineage.ts";
import type { Job } from "../../../shared/contract/workspace.ts";
import { useClient } from "../../state/client-context.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { type NamedBlob, uploadFiles } from "../../state/upload.ts";
import { countWords } from "./lineage-words.ts";

export interface Verification {
  readonly result: LineageVerification | undefined;
  /** What runs now, of whoever started it. */
  readonly job: Job | undefined;
  readonly isBusy: boolean;
  /** With the source files, where they were handed over. */
  readonly verify: (files?: { readonly grants: readonly string[] } | { readonly blobs: readonly NamedBlob[] }) => void;
  /** Ends what was begun here: the handing over of files, or the reading. */
  readonly cancel: () => void;
}

/** Reads again what a lineage names. What was found is kept until another one is looked at. */
export function useVerification(of: string): Verification {
  const client = useClient();
  const job = useRunningJobs().find((candidate) => candidate.name === "lineage.verify");
  const [found, setFound] = useState<{ readonly of: string; readonly result: LineageVerification }>();
  const [isAsked, setAsked] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), [of]);
  const verify: Verification["verify"] = (files) => {
    const abort = new AbortController();
    running.current = abort;
    setFound(undefined);
    setAsked(true);
    const given =
      files === undefined ? [] : "grants" in files ? files.grants : uploadFiles(client, files.blobs, () => undefined, abort.signal);
    Promise.resolve(given)
      .then((grants) => client.call("lineage.verify", { of, grants: [...grants] }, abort.signal))
      .then((result) => {
        setFound({ of, result });
        announce(`${countWords(result.counts)}.`);
      })
      .catch((error: unknown) => (error instanceof CancelledError ? undefined : showFailure("The lineage was not verified", error)))
      .finally(() => setAsked(false));
  };
  return {
    result: found?.of === of ? found.result : undefined,
    job,
    isBusy: isAsked || job !== undefined,
    verify,
    cancel: () => running.current?.abort(),
  };
}
