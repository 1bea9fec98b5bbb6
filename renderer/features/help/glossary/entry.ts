/** A screen of the desk, as its address begins. */
export type Screen = "triage" | "hunts" | "models" | "data" | "insights" | "lineage" | "settings";

export const groups = [
  "Queue and case",
  "Verdicts and labels",
  "Context and graph",
  "Models and training",
  "Drift",
  "Hunts",
  "Telemetry",
  "Inventories and entities",
  "Health of the data",
  "Insights",
  "Lineage",
  "The desk",
] as const;
export type Group = (typeof groups)[number];

/** What one word of the desk means. */
export interface Entry {
  readonly term: string;
  /** Other ways the desk writes it, in any case of the letters. */
  readonly labels?: readonly string[];
  /** The only screens where the word means this; everywhere when absent. */
  readonly on?: readonly Screen[];
  /** Fields of a case or of a queue's row, by their name in exports and on the command line. */
  readonly fields?: readonly string[];
  readonly meaning: string;
  /** How a figure is computed. */
  readonly formula?: string;
  /** Where the method comes from. */
  readonly source?: string;
}

export interface GroupedEntry extends Entry {
  readonly group: Group;
}
