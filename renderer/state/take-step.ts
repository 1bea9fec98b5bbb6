import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { Client } from "../../shared/contract/client.ts";
import type { DecisionStep } from "../../shared/contract/decisions.ts";
import { CancelledError } from "../../shared/contract/errors.ts";
import { useClient } from "./client-context.ts";
import { showFailure } from "./messages.ts";
import { outdate } from "./requests.ts";

export type StepName = "decisions.undo" | "decisions.redo";

/** Half of what the engine takes from one page at a time. */
const mostOpen = 32;
let open = 0;
const waiting: (() => void)[] = [];

/**
 * Decisions, and steps back and forth, reach the engine in the order they were made: a connection keeps the order of what is sent, and the engine decides
 * in the order it hears. They are sent at once, since what waited here would be lost with the page.
 */
export async function inOrder<T>(task: () => Promise<T>): Promise<T> {
  if (open >= mostOpen) await new Promise<void>((resolve) => waiting.push(resolve));
  else open += 1;
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    if (next === undefined) open -= 1;
    else next();
  }
}

/** The last step taken here, for the screen that shows what it changed. */
export const useLastStep = create<{ readonly step: DecisionStep | undefined; readonly undone: string | undefined }>()(() => ({
  step: undefined,
  undone: undefined,
}));

/** What a step may have made old that a screen then looks at; the rest follows by the engine's events. */
const madeOld = ["triage.queue", "triage.row", "triage.case", "workspace.info", "decisions.history"] as const;

/** Takes a decision back, or does it again: the one named, else the analyst's last. Says why when nothing happened. */
export async function takeStep(client: Client, queries: QueryClient, name: StepName, decision?: string): Promise<DecisionStep | undefined> {
  try {
    const step = await inOrder(() => client.call(name, decision === undefined ? {} : { decision }));
    await Promise.all(madeOld.map((request) => outdate(queries, request)));
    useLastStep.setState({ step, undone: "undone" in step ? step.undone : undefined });
    return step;
  } catch (error) {
    if (!(error instanceof CancelledError)) showFailure(name === "decisions.undo" ? "Nothing undone" : "Nothing redone", error);
    return undefined;
  }
}

export function useTakeStep(): (name: StepName, decision?: string) => Promise<DecisionStep | undefined> {
  const client = useClient();
  const queries = useQueryClient();
  return (name, decision) => takeStep(client, queries, name, decision);
}
