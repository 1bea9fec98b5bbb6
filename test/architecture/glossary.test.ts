import { describe, expect, it } from "vitest";
import { CaseDetail, Contribution, QueueRow } from "../../shared/contract/triage.ts";
import { Stage } from "../../shared/contract/models.ts";
import { driftLayers, driftOutcomes, driftStates } from "../../shared/domain/drift.ts";
import { healthMetrics, healthStates } from "../../shared/domain/health.ts";
import { huntOutcomes, huntStages } from "../../shared/domain/hunt.ts";
import { verdictKinds } from "../../shared/domain/verdict.ts";
import { entryOfField, findEntry, glossary } from "../../renderer/features/help/glossary/glossary.ts";
import type { Screen } from "../../renderer/features/help/glossary/entry.ts";
import { readShownTerms, type ShownTerm } from "../unit-support/shown-terms.ts";
import { readSources } from "../unit-support/source-files.ts";

const screens: readonly Screen[] = ["triage", "hunts", "models", "data", "insights", "lineage", "settings"];
const screenOf = (path: string): Screen | undefined => screens.find((screen) => path.startsWith(`renderer/features/${screen}/`));

const sources = readSources(["renderer"], /\.tsx?$/).filter(({ path }) => !/\.test\.tsx?$|\/features\/help\//.test(path));
const shown = sources.map(readShownTerms);

/** Tables with columns that are named by the data: features of a model, sources, names of records. */
const namedByData = [
  "renderer/features/data/entities/ReviewPair.tsx",
  "renderer/features/data/health/HealthMatrix.tsx",
  "renderer/features/hunts/MembersTable.tsx",
  "renderer/features/models/ScoredRows.tsx",
];

const isKnown = ({ path, text }: ShownTerm): boolean => {
  const screen = screenOf(path);
  // What is shared by screens must mean something on each of them.
  return screen === undefined ? findEntry(text, undefined) !== undefined : findEntry(text, screen) !== undefined;
};

describe("the glossary", () => {
  it("has an entry for every column, field and card of the desk; a new one goes into renderer/features/help/glossary", () => {
    const terms = shown.flatMap((one) => one.terms);
    expect(terms.length).toBeGreaterThan(150);
    expect(terms.filter((term) => !isKnown(term)).map(({ kind, text, path }) => `${kind} “${text}” in ${path}`)).toEqual([]);
  });

  it("can read the heads of every table, but for those named by data", () => {
    expect([...new Set(shown.flatMap((one) => one.unread))].toSorted()).toEqual(namedByData);
  });

  it("has an entry for every field of a queue's row, of a case and of a contribution", () => {
    const fields = [...Object.keys(QueueRow.shape), ...Object.keys(CaseDetail.shape), ...Object.keys(Contribution.shape)];
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter((field) => entryOfField(field) === undefined)).toEqual([]);
  });

  it("has an entry for every state that the desk can show", () => {
    const states = [
      ...driftStates,
      ...driftOutcomes,
      ...driftLayers,
      ...healthStates,
      ...Stage.options,
      ...huntStages,
      ...verdictKinds.flatMap(({ short, title }) => [short, title]),
      ...healthMetrics.map(({ title }) => title),
      "actionable",
      "context-limited",
      "suppressed",
    ];
    expect(states.filter((state) => findEntry(state, "models") === undefined)).toEqual([]);
    expect(huntOutcomes.filter(({ title }) => findEntry(title, "hunts") === undefined)).toEqual([]);
  });

  it("says one thing of one word: no label means two things on the same screen", () => {
    const seen = new Map<string, string[]>();
    for (const entry of glossary)
      for (const label of [entry.term, ...(entry.labels ?? [])])
        for (const place of entry.on ?? ["everywhere"]) {
          const key = `${label.toLowerCase().replaceAll("_", " ")} (${place})`;
          seen.set(key, [...(seen.get(key) ?? []), entry.term]);
        }
    expect([...seen].filter(([, terms]) => new Set(terms).size > 1)).toEqual([]);
  });

  it("speaks in sentences", () => {
    expect(glossary.filter(({ meaning }) => !/[.?]$/.test(meaning)).map(({ term, meaning }) => `${term}: ${meaning}`)).toEqual([]);
  });
});
