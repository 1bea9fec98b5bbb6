import { useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import type { VerdictKind } from "../../../shared/domain/verdict.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useCommands } from "../../commands/commands.ts";
import { announce } from "../../state/messages.ts";
import { toSafeText } from "../../ui/format/text.ts";
import { verdictCommandId } from "./commands.ts";
import { type Decisions, sayJudged } from "./decisions.ts";
import { effectiveState } from "./decision-journal.ts";
import { isTableNow } from "./graph/use-is-table.ts";
import { exportQueue, queuePage, readQueueView } from "./queue-source.ts";
import { findNextOpen, type QueueFilter, type QueueView } from "./queue-view.ts";
import {
  type CaseTab,
  moveCursor,
  openBulk,
  openDetails,
  openNote,
  openSnooze,
  openSuppress,
  setMarked,
  showEveryFeature,
  showTab,
  showTable,
  toggleMark,
  useTriage,
} from "./triage-store.ts";
import { useClient } from "../../state/client-context.ts";

interface CommandDeps {
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly decisions: Decisions;
  readonly listRef: RefObject<HTMLElement | null>;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly copyCase: () => void;
  readonly openHunt: () => void;
  readonly openEntity: () => void;
}

const pageStep = 10;

/** Moving through the queue: by place, always on a row that exists. */
export function useQueueMoves({ filter }: Pick<CommandDeps, "filter">) {
  const queries = useQueryClient();
  const client = useClient();
  const view = (): QueueView => readQueueView(queries, filter, useTriage.getState().overlay);
  const goTo = (wanted: number): void => {
    const shown = view();
    if (shown.count === 0) return;
    const index = Math.min(shown.count - 1, Math.max(0, wanted));
    const row = shown.at(index);
    if (row !== undefined) return moveCursor({ anomalyId: row.anomalyId, index });
    void queries.fetchQuery(queuePage(client, filter, shown.pageOf(index))).then(() => {
      const loaded = view().at(index);
      if (loaded !== undefined) moveCursor({ anomalyId: loaded.anomalyId, index });
    });
  };
  const move = (step: number): void => {
    const { cursor } = useTriage.getState();
    goTo(cursor === undefined || cursor.index < 0 ? 0 : cursor.index + step);
  };
  const extend = (step: number): void => {
    const { cursor, marked } = useTriage.getState();
    const shown = view();
    const next = shown.at((cursor?.index ?? -1) + step);
    const ids = [cursor?.anomalyId, next?.anomalyId].filter((id) => id !== undefined);
    const isLeaving = next !== undefined && marked.has(next.anomalyId) && cursor !== undefined;
    setMarked(isLeaving ? new Set([...marked].filter((id) => id !== cursor.anomalyId)) : new Set([...marked, ...ids]));
    move(step);
  };
  const goToOpen = (): void => {
    const { cursor, overlay } = useTriage.getState();
    const next = findNextOpen(view(), cursor?.index ?? -1, overlay) ?? findNextOpen(view(), -1, overlay);
    if (next === undefined) announce("No open case is left.");
    else moveCursor({ anomalyId: next.row.anomalyId, index: next.index });
  };
  const goToAnomaly = (anomalyId: string): void => moveCursor({ anomalyId, index: view().indexOf(anomalyId) });
  return { view, goTo, move, extend, goToOpen, goToAnomaly };
}
export type QueueMoves = ReturnType<typeof useQueueMoves>;

/** Judges the selection, or the case under the cursor, and goes on to the next open case. */
export function judgeAndAdvance(kind: VerdictKind, moves: QueueMoves, decisions: Decisions): void {
  const { cursor, marked, overlay } = useTriage.getState();
  if (cursor === undefined) return;
  const before = moves.view();
  const anomalyIds = marked.size > 0 ? [...marked] : [cursor.anomalyId];
  const next = findNextOpen(before, cursor.index, overlay, new Set(anomalyIds));
  const label = toSafeText(before.at(cursor.index)?.subject.label ?? "this case");
  const judged = { anomalyIds, label: anomalyIds.length > 1 ? `${anomalyIds.length} cases` : label, verdict: kind.key };
  if (!decisions.judge(judged)) return;
  setMarked(new Set());
  const after = moves.view();
  if (next !== undefined) moveCursor({ anomalyId: next.row.anomalyId, index: after.indexOf(next.row.anomalyId) });
  announce(sayJudged(judged, { index: useTriage.getState().cursor?.index ?? 0, count: after.count }));
}

/** The case under the cursor when it has a verdict, else what was judged last. */
function judgedHere(view: QueueView): readonly string[] | undefined {
  const { cursor, overlay, lastVerdict } = useTriage.getState();
  const row = cursor === undefined ? undefined : view.at(cursor.index);
  const isJudged = row !== undefined && effectiveState(overlay, row.anomalyId, row.state) !== null;
  return isJudged ? [row.anomalyId] : lastVerdict?.anomalyIds;
}

export function useTriageCommands(deps: CommandDeps, moves: QueueMoves): void {
  const { filter, setFilter, decisions, listRef, searchRef, copyCase, openHunt, openEntity } = deps;
  const tab = (name: CaseTab) => () => showTab(name);
  useCommands({
    "triage.next": () => moves.move(1),
    "triage.previous": () => moves.move(-1),
    "triage.next-page": () => moves.move(pageStep),
    "triage.previous-page": () => moves.move(-pageStep),
    "triage.first": () => moves.goTo(0),
    "triage.last": () => moves.goTo(Number.MAX_SAFE_INTEGER),
    "triage.next-open": moves.goToOpen,
    "triage.open": () => document.querySelector<HTMLElement>("[data-pane=case]")?.focus(),
    "triage.back": () => listRef.current?.focus(),
    "triage.filter": () => searchRef.current?.focus(),
    "triage.show-open": () => setFilter({ show: filter.show === "open" ? "all" : "open" }),
    "triage.select": () => {
      const { cursor } = useTriage.getState();
      if (cursor !== undefined) toggleMark(cursor.anomalyId);
    },
    "triage.extend-down": () => moves.extend(1),
    "triage.extend-up": () => moves.extend(-1),
    "triage.clear-selection": () => setMarked(new Set()),
    "triage.note": () => openNote(true),
    "triage.reason": {
      run: () => document.querySelector<HTMLElement>("[data-reasons] button")?.focus(),
      when: () => document.querySelector("[data-reasons] button") !== null,
    },
    "triage.details": {
      run: () => openDetails(judgedHere(moves.view())),
      when: () => judgedHere(moves.view()) !== undefined,
    },
    "triage.bulk": () => {
      const { cursor, marked } = useTriage.getState();
      if (cursor !== undefined) openBulk({ like: cursor.anomalyId, chosen: marked.size > 0 ? [...marked] : undefined });
    },
    "triage.suppress": () => openSuppress(useTriage.getState().cursor?.anomalyId),
    "triage.snooze": () => {
      const { cursor, marked } = useTriage.getState();
      if (cursor !== undefined) openSnooze(marked.size > 0 ? [...marked] : [cursor.anomalyId]);
    },
    "triage.show-held": () => setFilter({ held: filter.held === "show" ? undefined : "show" }),
    "triage.graph": tab("graph"),
    "triage.timeline": tab("timeline"),
    "triage.evidence": tab("evidence"),
    "triage.context": tab("context"),
    "triage.table": () => showTable(!isTableNow()),
    "triage.why": () => showEveryFeature(!useTriage.getState().isEveryFeatureShown),
    "triage.entity": openEntity,
    "triage.copy": copyCase,
    "triage.export": () => exportQueue(filter),
    "triage.hunt": openHunt,
    ...Object.fromEntries(verdictKinds.map((kind) => [verdictCommandId(kind.key), () => judgeAndAdvance(kind, moves, decisions)])),
  });
}
