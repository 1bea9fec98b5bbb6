import { create } from "zustand";
import type { EvidenceRow } from "../../../../shared/contract/triage.ts";

interface EvidenceMarks {
  /** The rows of the grid that is open. */
  readonly shown: readonly EvidenceRow[];
  readonly current: EvidenceRow | undefined;
  readonly marked: ReadonlySet<string>;
}

const none: EvidenceMarks = { shown: [], current: undefined, marked: new Set() };

/** Rows of the evidence somebody stands on or has marked, for what is done with them. */
export const useEvidenceMarks = create<EvidenceMarks>()(() => none);

export const showRows = (shown: readonly EvidenceRow[]): void => useEvidenceMarks.setState({ ...none, shown, current: shown[0] });
export const leaveRows = (): void => useEvidenceMarks.setState(none);
export const standOn = (current: EvidenceRow | undefined): void => useEvidenceMarks.setState({ current });

export function markRow(eventId: string): void {
  useEvidenceMarks.setState(({ marked }) => {
    const next = new Set(marked);
    if (!next.delete(eventId)) next.add(eventId);
    return { marked: next };
  });
}

/** The marked rows in the order shown; without any, the one somebody stands on. */
export function chosenRows({ shown, marked, current }: EvidenceMarks): readonly EvidenceRow[] {
  if (marked.size > 0) return shown.filter((row) => marked.has(row.ref.eventId));
  return current === undefined ? [] : [current];
}
