import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { mostViews } from "../../../shared/contract/views.ts";
import { readViews } from "../triage/saved-views.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

export function viewOperations(parts: EngineParts): Pick<Handlers, Extract<keyof Handlers, `views.${string}`>> {
  const { decisions } = parts;
  const who = (given: string | undefined): string => {
    requireWritable(parts);
    return signer(parts, given);
  };
  const existing = (analyst: string, name: string): void => {
    if (readViews(decisions, analyst).every((view) => view.name !== name))
      throw new AppError("not-found", `there is no view “${name}”`, { field: "name" });
  };
  return {
    "views.list": async ({ analyst }) => [...readViews(decisions, signer(parts, analyst))],
    "views.save": async ({ name, filter, analyst }) => {
      const actor = who(analyst);
      const views = readViews(decisions, actor);
      if (views.length >= mostViews && views.every((view) => view.name !== name))
        throw new AppError("conflict", `there are ${mostViews} views already; remove one first`, { field: "name" });
      return { decision: decisions.record("view.set", actor, { name, filter }).id };
    },
    "views.remove": async ({ name, analyst }) => {
      const actor = who(analyst);
      existing(actor, name);
      return { decision: decisions.record("view.set", actor, { name, filter: null }).id };
    },
    "views.setDefault": async ({ name, analyst }) => {
      const actor = who(analyst);
      if (name !== null) existing(actor, name);
      return { decision: decisions.record("view.default", actor, { name }).id };
    },
  };
}
