/** Keeps what is being written until the engine has it; survives a reload. */
export interface NoteDrafts {
  read(anomalyId: string): string | undefined;
  keep(anomalyId: string, text: string): void;
  drop(anomalyId: string): void;
}

const prefix = "quarry.note.";

export const createNoteDrafts = (storage: Pick<Storage, "getItem" | "setItem" | "removeItem">): NoteDrafts => ({
  read: (anomalyId) => storage.getItem(prefix + anomalyId) ?? undefined,
  keep: (anomalyId, text) => storage.setItem(prefix + anomalyId, text),
  drop: (anomalyId) => storage.removeItem(prefix + anomalyId),
});

export interface Note {
  readonly at: number;
  readonly analyst: string;
  readonly text: string;
}

/** Saving a note again replaces it, so of each analyst only the newest stands; an emptied note is gone. */
export function currentNotes(notes: readonly Note[]): readonly Note[] {
  const newest = new Map<string, Note>();
  for (const note of notes) if ((newest.get(note.analyst)?.at ?? -1) <= note.at) newest.set(note.analyst, note);
  return [...newest.values()].filter((note) => note.text.trim() !== "").toSorted((a, b) => b.at - a.at);
}
