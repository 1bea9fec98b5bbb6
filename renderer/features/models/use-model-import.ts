import { useEffect, useRef, useState } from "react";
import type { ImportedModel, ImportModelInput, ModelSuggestion } from "../../../shared/contract/foreign-models.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { z } from "zod";
import { useClient } from "../../state/client-context.ts";
import { hasFileDialog } from "../../state/host.ts";
import { announce } from "../../state/messages.ts";
import { type NamedBlob, uploadFiles } from "../../state/upload.ts";
import { shortId } from "../../ui/format/text.ts";

export type ImportAnswers = Pick<
  z.input<typeof ImportModelInput>,
  "name" | "score" | "direction" | "reduce" | "column" | "preprocessing" | "allowControlFlow"
>;

export type ModelImport =
  | { readonly step: "choose"; readonly refused?: Error }
  | { readonly step: "busy"; readonly what: string }
  | { readonly step: "seen"; readonly seen: ModelSuggestion; readonly refused?: Error }
  | { readonly step: "done"; readonly imported: ImportedModel };

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Files are handed over, looked into, shown, and only imported when a person has said which end of the score is strange. */
export function useModelImport(model: string) {
  const client = useClient();
  const [state, setState] = useState<ModelImport>({ step: "choose" });
  const grants = useRef<readonly string[]>([]);
  const stop = useRef(new AbortController());
  const release = (): void => {
    const [...held] = grants.current;
    grants.current = [];
    if (held.length === 0) return;
    client
      .call("files.release", { grants: held })
      .catch((error: unknown) => announce(`The files were not let go: ${toError(error).message}`));
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
    task: (signal: AbortSignal) => Promise<ModelImport>,
    back: (refused: Error) => ModelImport,
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
  const look = (given: (signal: AbortSignal) => Promise<readonly string[]>): Promise<void> =>
    attempt(
      "Looking into the model",
      async (signal) => {
        release();
        grants.current = await given(signal);
        if (grants.current.length === 0) return { step: "choose" };
        return { step: "seen", seen: await client.call("models.inspect", { grants: [...grants.current], package: model }, signal) };
      },
      (refused) => ({ step: "choose", refused }),
    );
  return {
    state,
    lookAt: (files: readonly NamedBlob[]) => look((signal) => uploadFiles(client, files, () => undefined, signal)),
    /** By the shell's own dialog, where there is one. */
    choose: hasFileDialog() ? () => look(async () => (await client.call("files.choose", {})).grants.map(({ grant }) => grant)) : undefined,
    take: (seen: ModelSuggestion, answers: ImportAnswers) =>
      attempt(
        "Importing: checking, calibrating",
        async (signal) => {
          const imported = await client.call("models.import", { grants: [...grants.current], package: model, ...answers }, signal);
          announce(`${model} ${shortId(imported.version.id)} is registered.`);
          return { step: "done", imported };
        },
        (refused) => ({ step: "seen", seen, refused }),
      ),
  };
}
