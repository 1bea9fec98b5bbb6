import { create } from "zustand";

interface HuntsState {
  /** Anomalies ticked in the one that is shown. */
  readonly ticked: ReadonlySet<string>;
  /** Candidates selected for merging. */
  readonly selected: ReadonlySet<string>;
}

export const useHunts = create<HuntsState>()(() => ({ ticked: new Set(), selected: new Set() }));

const toggled = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
};

export const toggleTick = (anomalyId: string): void => useHunts.setState(({ ticked }) => ({ ticked: toggled(ticked, anomalyId) }));
export const clearTicks = (): void => useHunts.setState({ ticked: new Set() });
export const toggleSelected = (id: string): void => useHunts.setState(({ selected }) => ({ selected: toggled(selected, id) }));
export const clearSelected = (): void => useHunts.setState({ selected: new Set() });
