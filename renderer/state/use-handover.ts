import { useCallback, useEffect, useRef, useState } from "react";
import { CancelledError } from "../../shared/contract/errors.ts";
import { useClient } from "./client-context.ts";
import { hasFileDialog } from "./host.ts";
import { announce } from "./messages.ts";
import { type NamedBlob, uploadFiles } from "./upload.ts";

type Handover<Seen, Done> =
  | { readonly step: "choose"; readonly refused?: Error }
  | { readonly step: "busy"; readonly what: string }
  | { readonly step: "seen"; readonly seen: Seen; readonly refused?: Error }
  | { readonly step: "done"; readonly done: Done };

interface Looking<Seen> {
  /** Said while it goes on. */
  readonly what: string;
  readonly look: (grants: readonly string[], signal: AbortSignal) => Promise<Seen>;
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Of a dialog: files are handed over, looked into and shown, and only used once a person has seen what they hold. They are let go when it closes. */
export function useHandover<Seen, Done>({ what: looking, look }: Looking<Seen>) {
  const client = useClient();
  const [state, setState] = useState<Handover<Seen, Done>>({ step: "choose" });
  const grants = useRef<readonly string[]>([]);
  const stop = useRef(new AbortController());
  const release = useCallback((): void => {
    const [...held] = grants.current;
    grants.current = [];
    if (held.length === 0) return;
    client
      .call("files.release", { grants: held })
      .catch((error: unknown) => announce(`What was chosen was not let go: ${toError(error).message}`));
  }, [client]);
  useEffect(() => {
    // A fresh one each time: the effect may run again on the same component.
    const controller = new AbortController();
    stop.current = controller;
    return () => {
      controller.abort();
      release();
    };
  }, [release]);

  const attempt = async (
    what: string,
    task: (signal: AbortSignal) => Promise<Handover<Seen, Done>>,
    back: (refused: Error) => Handover<Seen, Done>,
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
  const lookAt = (given: (signal: AbortSignal) => Promise<readonly string[]>): Promise<void> =>
    attempt(
      looking,
      async (signal) => {
        release();
        grants.current = await given(signal);
        if (grants.current.length === 0) return { step: "choose" };
        return { step: "seen", seen: await look(grants.current, signal) };
      },
      (refused) => ({ step: "choose", refused }),
    );
  return {
    state,
    lookAt: (files: readonly NamedBlob[]) => lookAt((signal) => uploadFiles(client, files, () => undefined, signal)),
    /** By the shell's own dialog, where there is one. */
    choose: hasFileDialog()
      ? () => lookAt(async () => (await client.call("files.choose", {})).grants.map(({ grant }) => grant))
      : undefined,
    /** What was seen is used; a refusal shows it again. */
    complete: (what: string, seen: Seen, task: (grants: readonly string[], signal: AbortSignal) => Promise<Done>) =>
      attempt(
        what,
        async (signal) => ({ step: "done", done: await task(grants.current, signal) }),
        (refused) => ({ step: "seen", seen, refused }),
      ),
  };
}
