import type { VerdictState } from "../../../shared/contract/triage.ts";

/** A verdict given at the desk that the engine has not confirmed yet. */
export interface PendingVerdict {
  readonly key: number;
  readonly anomalyIds: readonly string[];
  readonly state: VerdictState;
}

export type Journal = readonly PendingVerdict[];
export type Overlay = ReadonlyMap<string, VerdictState>;

export const addPending = (journal: Journal, pending: PendingVerdict): Journal => [...journal, pending];

/** Confirmed and failed verdicts leave the journal alike: then the engine's answer stands, or the state before. */
export const dropPending = (journal: Journal, key: number): Journal => journal.filter((entry) => entry.key !== key);

/** The latest unconfirmed verdict of each anomaly. */
export function foldJournal(journal: Journal): Overlay {
  const overlay = new Map<string, VerdictState>();
  for (const { anomalyIds, state } of journal) for (const id of anomalyIds) overlay.set(id, state);
  return overlay;
}

export const effectiveState = (overlay: Overlay, anomalyId: string, confirmed: VerdictState | null): VerdictState | null =>
  overlay.get(anomalyId) ?? confirmed;
