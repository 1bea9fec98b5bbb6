import { create } from "zustand";
import { addPending, dropPending, foldJournal, type Journal, type Overlay, type PendingVerdict } from "./decision-journal.ts";

export type CaseTab = "graph" | "timeline" | "evidence" | "context";

export interface Cursor {
  readonly anomalyId: string;
  /** Place in the shown queue when it was last seen there. */
  readonly index: number;
}

export interface LastVerdict {
  readonly anomalyIds: readonly string[];
  readonly label: string;
  readonly verdict: string;
  readonly reason: string;
  /** The analyst said more about it than its word, so that no quick reason may take its place. */
  readonly isDetailed: boolean;
}

/** Events of a relation someone chose in the graph: the same selection in graph, timeline and evidence. */
export interface PickedEvents {
  readonly anomalyId: string;
  readonly title: string;
  readonly events: readonly string[];
  readonly interval: { readonly from: number; readonly to: number } | undefined;
  /** How often the relation was seen; `events` are at most fifty of them. */
  readonly total: number;
}

export interface TriageState {
  readonly cursor: Cursor | undefined;
  readonly marked: ReadonlySet<string>;
  readonly tab: CaseTab;
  /** Undefined: as suits the width of the window. */
  readonly isTable: boolean | undefined;
  readonly picked: PickedEvents | undefined;
  /** The record that is open, in the timeline as in the evidence. */
  readonly record: { readonly anomalyId: string; readonly eventId: string } | undefined;
  readonly isEveryFeatureShown: boolean;
  readonly isNoteOpen: boolean;
  readonly lastVerdict: LastVerdict | undefined;
  /** The anomalies whose verdict is being given its details. */
  readonly detailed: readonly string[] | undefined;
  /** The set that one verdict is about to be given on. */
  readonly bulk: { readonly like: string; readonly chosen: readonly string[] | undefined } | undefined;
  /** The anomaly of which a suppression is being made. */
  readonly suppressing: string | undefined;
  /** The anomalies that are being put off. */
  readonly snoozing: readonly string[] | undefined;
  readonly journal: Journal;
  readonly overlay: Overlay;
}

export const useTriage = create<TriageState>()(() => ({
  cursor: undefined,
  marked: new Set(),
  tab: "graph",
  isTable: undefined,
  picked: undefined,
  record: undefined,
  isEveryFeatureShown: false,
  isNoteOpen: false,
  lastVerdict: undefined,
  detailed: undefined,
  bulk: undefined,
  suppressing: undefined,
  snoozing: undefined,
  journal: [],
  overlay: new Map(),
}));

const withJournal = (journal: Journal): Pick<TriageState, "journal" | "overlay"> => ({ journal, overlay: foldJournal(journal) });

export const moveCursor = (cursor: Cursor | undefined): void => {
  const { cursor: old } = useTriage.getState();
  if (old?.anomalyId === cursor?.anomalyId && old?.index === cursor?.index) return;
  useTriage.setState({ cursor, ...(old?.anomalyId === cursor?.anomalyId ? {} : { isNoteOpen: false }) });
};
export const showTab = (tab: CaseTab): void => useTriage.setState({ tab });
export const showTable = (isTable: boolean): void => useTriage.setState({ tab: "graph", isTable });
export const pickEvents = (picked: PickedEvents | undefined): void => useTriage.setState({ picked, record: undefined });
export const openRecord = (record: TriageState["record"]): void => useTriage.setState({ record });
export const showEveryFeature = (isEveryFeatureShown: boolean): void => useTriage.setState({ isEveryFeatureShown });
export const openNote = (isNoteOpen: boolean): void => useTriage.setState({ isNoteOpen });
export const openDetails = (detailed: readonly string[] | undefined): void => useTriage.setState({ detailed });
export const openBulk = (bulk: TriageState["bulk"]): void => useTriage.setState({ bulk });
export const openSuppress = (suppressing: string | undefined): void => useTriage.setState({ suppressing });
export const openSnooze = (snoozing: TriageState["snoozing"]): void => useTriage.setState({ snoozing });
export const setMarked = (marked: ReadonlySet<string>): void => useTriage.setState({ marked });
export const setLastVerdict = (lastVerdict: LastVerdict | undefined): void => useTriage.setState({ lastVerdict });
export const pend = (pending: PendingVerdict): void => useTriage.setState(({ journal }) => withJournal(addPending(journal, pending)));
export const settle = (key: number): void => useTriage.setState(({ journal }) => withJournal(dropPending(journal, key)));

export function toggleMark(anomalyId: string): void {
  useTriage.setState(({ marked }) => {
    const next = new Set(marked);
    if (!next.delete(anomalyId)) next.add(anomalyId);
    return { marked: next };
  });
}
