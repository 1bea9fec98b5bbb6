import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useClient } from "../../state/client-context.ts";
import { request, useRequest } from "../../state/requests.ts";
import { useLastStep } from "../../state/take-step.ts";
import { type Attention, createAttention } from "./attention.ts";
import { createDecisions, type Decisions } from "./decisions.ts";
import { toQueueInput } from "./queue-source.ts";
import { findNextOpen, type QueueFilter, type QueueView } from "./queue-view.ts";
import { type CaseTab, type Cursor, moveCursor, setLastVerdict, setMarked, showTab, useTriage } from "./triage-store.ts";
import { useLinkedCase } from "./triage-search.ts";

const prefetchReach = 5;
const linkPauseMs = 200;

/** Of the whole session: a case one goes away from, to look at an entity say, keeps what it had. */
const attention = createAttention();

/** Counts attention while the screen is there and can be seen. */
export function useAttention(): Attention {
  const anomalyId = useTriage((s) => s.cursor?.anomalyId);
  useEffect(() => {
    if (anomalyId !== undefined) attention.open(anomalyId, Date.now());
  }, [anomalyId]);
  useEffect(() => {
    const touch = (): void => attention.touch(Date.now());
    const hide = (): void => {
      if (document.hidden) attention.leave(Date.now());
    };
    const kinds = ["keydown", "pointermove", "wheel"] as const;
    for (const kind of kinds) window.addEventListener(kind, touch, { passive: true });
    document.addEventListener("visibilitychange", hide);
    return () => {
      attention.leave(Date.now());
      document.removeEventListener("visibilitychange", hide);
      for (const kind of kinds) window.removeEventListener(kind, touch);
    };
  }, []);
  return attention;
}

export function useDecisions(given: Attention): Decisions {
  const client = useClient();
  const queries = useQueryClient();
  return useMemo(() => createDecisions({ client, queries, attention: given, now: Date.now }), [client, queries, given]);
}

/** Goes to what a step back or forth was about, as soon as it is taken. */
export function useStepsHere(goToAnomaly: (anomalyId: string) => void): void {
  const go = useRef(goToAnomaly);
  useEffect(() => {
    go.current = goToAnomaly;
  });
  useEffect(
    () =>
      useLastStep.subscribe(({ step }) => {
        const [first] = step?.anomalyIds ?? [];
        if (first === undefined) return;
        setLastVerdict(undefined);
        go.current(first);
      }),
    [],
  );
}

/**
 * Reads the cases around the cursor before they are asked for, nearest first. One context at a time and none after the cursor has moved on: those that
 * the engine has yet to make would hold up what is asked for next.
 */
export function usePrefetch(view: QueueView): void {
  const client = useClient();
  const queries = useQueryClient();
  const at = useTriage((s) => s.cursor?.index ?? -1);
  useEffect(() => {
    if (at < 0) return;
    const around = Array.from({ length: prefetchReach }, (_, i) => i + 1).flatMap((step) => [at + step, at - step]);
    let isHere = true;
    const read = async (): Promise<void> => {
      for (const index of around) {
        const anomalyId = view.at(index)?.anomalyId;
        if (!isHere) return;
        if (anomalyId === undefined) continue;
        await Promise.all([
          queries.prefetchQuery(request(client, "triage.case", { anomalyId })),
          queries.prefetchQuery(request(client, "triage.context", { anomalyId })),
        ]);
      }
    };
    const timer = setTimeout(() => void read(), 30);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [client, queries, view, at]);
}

/** In none of the pages that were read, and nothing else is known to stand in its place. */
const isElsewhere = (view: QueueView, { anomalyId, index }: Cursor): boolean =>
  view.indexOf(anomalyId) < 0 && (index < 0 || (index < view.count && view.at(index) === undefined));

/** Where in the whole queue the case under the cursor is, while it is elsewhere. */
function usePlace(view: QueueView, isLoading: boolean, filter: QueueFilter): number | undefined {
  const cursor = useTriage((s) => s.cursor);
  const isSought = !isLoading && cursor !== undefined && isElsewhere(view, cursor);
  const { data } = useRequest("triage.queue", { ...toQueueInput(filter, 0), limit: 1, place: cursor?.anomalyId ?? "" }, isSought);
  return isSought ? (data?.place ?? undefined) : undefined;
}

/** Keeps the cursor on its anomaly while the queue changes under it, and gives it a place when it has none. */
export function useCursorInQueue(view: QueueView, isLoading: boolean, filter: QueueFilter): void {
  const cursor = useTriage((s) => s.cursor);
  const place = usePlace(view, isLoading, filter);
  const { show, health, model, hunt, review, text } = filter;
  useEffect(() => {
    if (isLoading) return;
    const { overlay } = useTriage.getState();
    if (cursor !== undefined) {
      const index = view.indexOf(cursor.anomalyId);
      if (index >= 0) return moveCursor({ anomalyId: cursor.anomalyId, index });
      if (isElsewhere(view, cursor)) return place === undefined ? undefined : moveCursor({ anomalyId: cursor.anomalyId, index: place });
    }
    const same = cursor === undefined ? undefined : view.at(Math.min(cursor.index, view.count - 1));
    const row = same ?? findNextOpen(view, -1, overlay)?.row ?? view.at(0);
    moveCursor(row === undefined ? undefined : { anomalyId: row.anomalyId, index: view.indexOf(row.anomalyId) });
  }, [view, isLoading, cursor, place]);
  useEffect(() => setMarked(new Set()), [show, health, model, hunt, review, text]);
}

/** The address follows the case a moment later, so that moving never waits for the router; a new address moves the cursor. */
export function useCaseInAddress(replaceCase: (anomalyId: string, tab: CaseTab) => void): void {
  const anomalyId = useTriage((s) => s.cursor?.anomalyId);
  const tab = useTriage((s) => s.tab);
  const linked = useLinkedCase();
  // Written here and not yet followed by a later one: what is written quickly may come back only after the next is.
  const written = useRef<string[]>([]);
  useEffect(() => {
    if (linked.tab !== undefined) showTab(linked.tab);
  }, [linked.tab]);
  useEffect(() => {
    const { cursor } = useTriage.getState();
    if (linked.case === undefined) return;
    const own = written.current.indexOf(linked.case);
    written.current.splice(0, own < 0 ? written.current.length : own);
    if (own >= 0 || linked.case === cursor?.anomalyId) return;
    moveCursor({ anomalyId: linked.case, index: -1 });
  }, [linked.case]);
  useEffect(() => {
    // Until the default view is known, which comes with an address of its own: each would be put in the other's place.
    if (linked.home === true) return;
    if (anomalyId === undefined || (linked.case === anomalyId && (linked.tab ?? "graph") === tab)) return;
    const timer = setTimeout(() => {
      written.current.push(anomalyId);
      replaceCase(anomalyId, tab);
    }, linkPauseMs);
    return () => clearTimeout(timer);
  }, [anomalyId, tab, linked.case, linked.tab, linked.home, replaceCase]);
}
