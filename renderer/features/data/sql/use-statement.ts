import { useCallback } from "react";
import { CancelledError } from "../../../../shared/contract/errors.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce } from "../../../state/messages.ts";
import { plural } from "../../../ui/format/number.ts";
import { type Outcome, setOutcome, useSql } from "./sql-store.ts";

const say = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case "rows":
      return outcome.result.more
        ? `The first ${plural(outcome.result.rows.length, "row")}; there are more.`
        : plural(outcome.result.rows.length, "row");
    case "plan":
      return "The plan is shown.";
    case "failed":
      return "";
    case "cancelled":
      return "The query was cancelled.";
    case "none":
    case "running":
      return "";
  }
};

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

export interface StatementActions {
  readonly run: () => void;
  readonly explain: (analyze: boolean) => void;
  readonly cancel: () => void;
}

/** Runs what is in the editor. One statement runs at a time; leaving the view does not stop it. */
export function useStatement(): StatementActions {
  const client = useClient();
  const start = useCallback((what: "rows" | "plan", work: (signal: AbortSignal) => Promise<Outcome>): void => {
    const { outcome } = useSql.getState();
    if (outcome.kind === "running") return;
    const controller = new AbortController();
    setOutcome({ kind: "running", what, since: Date.now(), stop: () => controller.abort() });
    const begun = performance.now();
    work(controller.signal)
      .catch((error: unknown): Outcome =>
        error instanceof CancelledError || controller.signal.aborted
          ? { kind: "cancelled", afterMs: performance.now() - begun }
          : { kind: "failed", error: toError(error) },
      )
      .then((ended) => {
        setOutcome(ended);
        announce(say(ended));
      })
      .catch((error: unknown) => setOutcome({ kind: "failed", error: toError(error) }));
  }, []);
  const run = useCallback((): void => {
    const { text: sql, dataset, limit } = useSql.getState();
    start("rows", async (signal) => ({ kind: "rows", sql, result: await client.call("sql.run", { sql, dataset, limit }, signal) }));
  }, [client, start]);
  const explain = useCallback(
    (analyze: boolean): void => {
      const { text: sql, dataset } = useSql.getState();
      start("plan", async (signal) => ({ kind: "plan", plan: await client.call("sql.explain", { sql, dataset, analyze }, signal) }));
    },
    [client, start],
  );
  const cancel = useCallback((): void => {
    const { outcome } = useSql.getState();
    if (outcome.kind === "running") outcome.stop();
  }, []);
  return { run, explain, cancel };
}
