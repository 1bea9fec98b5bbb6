import { useEffect, useRef, useState } from "react";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { MergePreview } from "../../../shared/contract/merge.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import { useClient } from "../../state/client-context.ts";
import { hasFileDialog } from "../../state/host.ts";
import { announce } from "../../state/messages.ts";
import { type NamedBlob, uploadFiles } from "../../state/upload.ts";
import { plural } from "../../ui/format/number.ts";

export type MergeStep =
  | { readonly step: "choose"; readonly refused?: Error }
  | { readonly step: "busy"; readonly what: string }
  | { readonly step: "seen"; readonly preview: MergePreview; readonly refused?: Error }
  | { readonly step: "done"; readonly merged: Output<"merge.apply"> };

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Another copy is looked through and shown, and merged only after a person has seen what it would bring. */
export function useMerge() {
  const client = useClient();
  const [state, setState] = useState<MergeStep>({ step: "choose" });
  const grant = useRef<string>(undefined);
  const stop = useRef(new AbortController());
  const release = (): void => {
    const held = grant.current;
    grant.current = undefined;
    if (held === undefined) return;
    client
      .call("files.release", { grants: [held] })
      .catch((error: unknown) => announce(`The other copy was not let go: ${toError(error).message}`));
  };
  useEffect(() => {
    // A fresh one each time: the effect may run again on the same component.
    stop.current = new AbortController();
    return () => {
      stop.current.abort();
      release();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- once for the life of the dialog
  }, []);

  const attempt = async (
    what: string,
    task: (signal: AbortSignal) => Promise<MergeStep>,
    back: (refused: Error) => MergeStep,
  ): Promise<void> => {
    const { signal } = stop.current;
    setState({ step: "busy", what });
    try {
      const next = await task(signal);
      if (!signal.aborted) setState(next);
    } catch (error) {
      if (signal.aborted || error instanceof CancelledError) return;
      setState(back(toError(error)));
    }
  };
  const look = (given: (signal: AbortSignal) => Promise<string | undefined>): Promise<void> =>
    attempt(
      "Looking through the other copy",
      async (signal) => {
        release();
        grant.current = await given(signal);
        if (grant.current === undefined) return { step: "choose" };
        return { step: "seen", preview: await client.call("merge.preview", { grant: grant.current }, signal) };
      },
      (refused) => ({ step: "choose", refused }),
    );
  return {
    state,
    lookAt: (file: NamedBlob) => look(async (signal) => (await uploadFiles(client, [file], () => undefined, signal))[0]),
    /** By the shell's own dialog, where there is one: then the files beside the database can be brought too. */
    choose: hasFileDialog() ? () => look(async () => (await client.call("files.choose", {})).grants[0]?.grant) : undefined,
    merge: (preview: MergePreview) =>
      attempt(
        "Merging",
        async (signal) => {
          const merged = await client.call("merge.apply", { grant: grant.current }, signal);
          announce(`Merged: ${plural(merged.decisions, "decision")} came here.`);
          return { step: "done", merged };
        },
        (refused) => ({ step: "seen", preview, refused }),
      ),
  };
}
