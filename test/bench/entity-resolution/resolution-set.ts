/** One figure that a set of records with known truth gives, and the bar it is held to. */
export interface Figure {
  readonly set: string;
  readonly measure: string;
  readonly value: number;
  /** Of how many; null where it is no share. */
  readonly n: number | null;
  /** `>= 0.92` and the like, for people; null for what is only reported. */
  readonly bar: string | null;
  readonly holds: boolean;
}

/** A kind of set: how to know its folder, and what to measure there. Files are read where they lie and never kept. */
export interface ResolutionSet {
  readonly name: string;
  /** False when the folder holds nothing of this kind. */
  isIn(dir: string): boolean;
  measure(dir: string, seeds: number): Promise<readonly Figure[]>;
  /** What people chose beforehand, by comparison set; all else is learned from the records, and nothing from their labels. */
  readonly byHand?: readonly string[];
}

export const atLeast = (set: string, measure: string, value: number, bar: number, n: number | null = null): Figure => ({
  set,
  measure,
  value,
  n,
  bar: `>= ${bar}`,
  holds: value >= bar,
});

export const atMost = (set: string, measure: string, value: number, bar: number, n: number | null = null): Figure => ({
  set,
  measure,
  value,
  n,
  bar: `<= ${bar}`,
  holds: value <= bar,
});

/** A figure without a bar. */
export const reported = (set: string, measure: string, value: number, n: number | null = null): Figure => ({
  set,
  measure,
  value,
  n,
  bar: null,
  holds: true,
});
