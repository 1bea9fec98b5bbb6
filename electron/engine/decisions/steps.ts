import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";

export const undoKind = "decision.undo";
export const redoKind = "decision.redo";

/** `hunt.*` and `entity.*` are how steps about those were written while each had an undo of its own. */
const undoKinds = new Set([undoKind, "hunt.undo", "entity.undo"]);
const redoKinds = new Set([redoKind, "hunt.redo"]);
const Undo = z.object({ undoes: z.string() });
const Redo = z.object({ redoes: z.string() });

export type Step = { readonly step: "undo" | "redo"; readonly target: string };

/** What an entry of the log takes back or does again; undefined of one that decides something. */
export function stepOf({ kind, body }: Pick<Decision, "kind" | "body">): Step | undefined {
  if (undoKinds.has(kind)) return { step: "undo", target: Undo.parse(body).undoes };
  if (redoKinds.has(kind)) return { step: "redo", target: Redo.parse(body).redoes };
  return undefined;
}
