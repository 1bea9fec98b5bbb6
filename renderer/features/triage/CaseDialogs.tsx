import { lazy, Suspense, useState } from "react";
import { useCommands } from "../../commands/commands.ts";
import { announce } from "../../state/messages.ts";
import { isInEvidence } from "./copy/use-copy.ts";
import { useTriage } from "./triage-store.ts";

const CopyDialog = lazy(() => import("./copy/CopyDialog.tsx").then(({ CopyDialog: component }) => ({ default: component })));
const CompareDialog = lazy(() => import("./compare/CompareDialog.tsx").then(({ CompareDialog: component }) => ({ default: component })));

type Dialog =
  | { readonly kind: "copy"; readonly first: "evidence" | "case" | "queue" }
  | { readonly kind: "compare"; readonly a: string; readonly b: string | undefined };

/** The two selected, or the case with the one selected; else the case with one yet to be chosen. */
function pairOf(): Dialog | undefined {
  const { cursor, marked } = useTriage.getState();
  const [first, second] = marked;
  if (marked.size === 2 && first !== undefined) return { kind: "compare", a: first, b: second };
  if (cursor === undefined) return undefined;
  const isOther = marked.size === 1 && first !== cursor.anomalyId;
  return { kind: "compare", a: cursor.anomalyId, b: isOther ? first : undefined };
}

/** What is opened over the case to take something along, or to look at two at once. */
export function CaseDialogs() {
  const [dialog, setDialog] = useState<Dialog>();
  const close = (): void => setDialog(undefined);
  useCommands({
    "triage.copy-as": () =>
      setDialog({ kind: "copy", first: isInEvidence() ? "evidence" : useTriage.getState().marked.size > 0 ? "queue" : "case" }),
    "triage.compare": () => {
      const pair = pairOf();
      if (pair === undefined) announce("There is no case to compare.");
      else setDialog(pair);
    },
  });
  return (
    <Suspense fallback={null}>
      {dialog?.kind === "copy" ? <CopyDialog first={dialog.first} onClose={close} /> : null}
      {dialog?.kind === "compare" ? <CompareDialog a={dialog.a} b={dialog.b} onClose={close} /> : null}
    </Suspense>
  );
}
