import { contextEntries } from "./context.ts";
import { deskEntries, healthEntries } from "./desk.ts";
import type { Entry, Group, GroupedEntry, Screen } from "./entry.ts";
import { huntEntries } from "./hunts.ts";
import { insightEntries } from "./insights.ts";
import { lineageEntries } from "./lineage.ts";
import { driftEntries, evaluationEntries, modelEntries } from "./models.ts";
import { queueEntries } from "./queue.ts";
import { entityEntries, telemetryEntries } from "./telemetry.ts";
import { verdictEntries } from "./verdicts.ts";

const inGroup = (group: Group, entries: readonly Entry[]): GroupedEntry[] => entries.map((entry) => ({ ...entry, group }));

/** Every word of the desk that needs saying, by group, in the order a case is read. */
export const glossary: readonly GroupedEntry[] = [
  ...inGroup("Queue and case", queueEntries),
  ...inGroup("Verdicts and labels", verdictEntries),
  ...inGroup("Context and graph", contextEntries),
  ...inGroup("Models and training", [...modelEntries, ...evaluationEntries]),
  ...inGroup("Drift", driftEntries),
  ...inGroup("Hunts", huntEntries),
  ...inGroup("Telemetry", telemetryEntries),
  ...inGroup("Inventories and entities", entityEntries),
  ...inGroup("Health of the data", healthEntries),
  ...inGroup("Insights", insightEntries),
  ...inGroup("Lineage", lineageEntries),
  ...inGroup("The desk", deskEntries),
];

const key = (label: string): string =>
  label
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ");

const byLabel = Map.groupBy(
  glossary.flatMap((entry) => [entry.term, ...(entry.labels ?? [])].map((label) => ({ label: key(label), entry }))),
  ({ label }) => label,
);

/** What a label means where it stands: a meaning of this screen alone goes before one that holds everywhere. */
export function findEntry(label: string, screen: Screen | undefined): GroupedEntry | undefined {
  const entries = (byLabel.get(key(label)) ?? []).map(({ entry }) => entry);
  const here = screen === undefined ? undefined : entries.find((entry) => entry.on?.includes(screen) === true);
  return here ?? entries.find((entry) => entry.on === undefined);
}

/** What a field of a case or of a queue's row means, by its name in exports. */
export const entryOfField = (field: string): GroupedEntry | undefined => glossary.find((entry) => entry.fields?.includes(field) === true);

/** Entries that hold every word of the text somewhere; those with all of them in the term first, the given order among equals. */
export function searchGlossary(text: string): readonly GroupedEntry[] {
  const words = key(text)
    .split(" ")
    .filter((word) => word !== "");
  const found = glossary.flatMap((entry) => {
    const name = key([entry.term, ...(entry.labels ?? [])].join(" "));
    const all = `${name} ${key([entry.meaning, entry.formula ?? "", entry.source ?? "", ...(entry.fields ?? [])].join(" "))}`;
    return words.every((word) => all.includes(word)) ? [{ entry, isNamed: words.every((word) => name.includes(word)) }] : [];
  });
  return [...found.filter(({ isNamed }) => isNamed), ...found.filter(({ isNamed }) => !isNamed)].map(({ entry }) => entry);
}
