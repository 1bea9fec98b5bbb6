import type { QueryClient } from "@tanstack/react-query";
import type { Client } from "../../../shared/contract/client.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import type { CaseDetail, QueueRow, VerdictState } from "../../../shared/contract/triage.ts";
import { type VerdictKey, verdictKind, verdictKinds } from "../../../shared/domain/verdict.ts";
import { isLookingOnly, notRecorded } from "../../state/looking-only.ts";
import { announce } from "../../state/messages.ts";
import { inOrder } from "../../state/take-step.ts";
import { formatCount } from "../../ui/format/number.ts";
import type { Attended, Attention } from "./attention.ts";
import { pend, setLastVerdict, settle } from "./triage-store.ts";
import { offerAgain, supersede } from "./unrecorded.ts";

export interface Judged {
  readonly anomalyIds: readonly string[];
  readonly label: string;
  readonly verdict: VerdictKey;
  readonly reason?: string;
}

export interface Decisions {
  /** Shows the verdict at once; takes it back when the engine refuses. False, and said, where nothing may be decided. */
  judge(judged: Judged): boolean;
}

interface DecisionDeps {
  readonly client: Client;
  readonly queries: QueryClient;
  readonly attention: Attention;
  /** Milliseconds since 1970, as `attention` is told them. */
  readonly now: () => number;
}

let nextKey = 1;

export const isVerdictKey = (key: string): key is VerdictKey => verdictKinds.some((kind) => kind.key === key);
export const verdictTitle = (key: string): string => (isVerdictKey(key) ? verdictKind(key).short : key);

/** Puts confirmed states into every cached row and case, so nothing flickers until the engine is asked again. */
export function patchStates(queries: QueryClient, states: Readonly<Record<string, VerdictState>>): void {
  const patchRow = (row: QueueRow): QueueRow => {
    const state = states[row.anomalyId];
    return state === undefined ? row : { ...row, state };
  };
  queries.setQueriesData<Output<"triage.queue">>({ queryKey: ["triage.queue"] }, (page) =>
    page === undefined || !page.rows.some((row) => states[row.anomalyId] !== undefined) ? page : { ...page, rows: page.rows.map(patchRow) },
  );
  for (const [id, state] of Object.entries(states)) {
    queries.setQueryData<CaseDetail>(["triage.case", { anomalyId: id }], (detail) =>
      detail === undefined ? detail : { ...detail, row: { ...detail.row, state } },
    );
  }
}

export function createDecisions({ client, queries, attention, now }: DecisionDeps): Decisions {
  const judge = (judged: Judged): boolean => {
    if (judged.anomalyIds.length === 0) return false;
    if (isLookingOnly(queries.getQueryData<Output<"workspace.info">>(["workspace.info", {}]))) {
      announce(notRecorded);
      return false;
    }
    supersede(judged.anomalyIds);
    send(judged, attention.take(judged.anomalyIds, now()));
    return true;
  };

  const send = (judged: Judged, attended: Attended): void => {
    const { anomalyIds, label, verdict, reason = "" } = judged;
    const { activeSeconds, openedMs } = attended;
    const viewedAt = openedMs === undefined ? undefined : Math.round(openedMs * 1000);
    const key = nextKey++;
    const at = Date.now() * 1000;
    pend({ key, anomalyIds, state: { verdict, reason, note: "", analyst: "", at, decision: "" } });
    setLastVerdict({ anomalyIds, label, verdict, reason, isDetailed: false });
    inOrder(() => client.call("triage.judge", { anomalyIds: [...anomalyIds], verdict, reason, activeSeconds, viewedAt }))
      .then(({ states }) => patchStates(queries, states))
      .catch((error: unknown) => {
        if (error instanceof CancelledError) return;
        setLastVerdict(undefined);
        announce(`Not recorded: ${verdictTitle(verdict)} on ${label}`);
        const message = error instanceof Error ? error.message : String(error);
        const title = `${verdictTitle(verdict)} on ${label}`;
        offerAgain({ ...judged, attended, title, message, send: ({ attended: before, ...again }) => send(again, before) });
      })
      .finally(() => settle(key));
  };
  return { judge };
}

/** What the live region says after a verdict. */
export function sayJudged(judged: Judged, place: { readonly index: number; readonly count: number }): string {
  const what = judged.anomalyIds.length > 1 ? `${formatCount(judged.anomalyIds.length)} cases` : judged.label;
  return `${what} marked ${verdictTitle(judged.verdict).toLowerCase()}. Now ${formatCount(place.index + 1)} of ${formatCount(place.count)}. Undo with Z.`;
}
