import type { Handlers } from "../../../shared/contract/client.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = Extract<keyof Handlers, `decisions.${string}`>;

export function decisionOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { decisions } = parts;
  const who = (given: string | undefined): string => {
    requireWritable(parts);
    return signer(parts, given);
  };
  return {
    "decisions.undo": async ({ decision, analyst }) => decisions.undo(who(analyst), decision),
    "decisions.redo": async ({ decision, analyst }) => decisions.redo(who(analyst), decision),
    "decisions.history": async (input) => decisions.page(input),
    "decisions.rebuild": async () => {
      requireWritable(parts);
      return decisions.rebuild();
    },
  };
}
