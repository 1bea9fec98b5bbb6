import { healthMetrics, formatMeasure, type MetricSpec } from "../../../../shared/domain/health.ts";
import type { Entry } from "./entry.ts";

const bound = ({ unit, good, ok, warn }: MetricSpec): string => {
  const word = good === "high" ? "from" : "up to";
  const upTo = Number.isFinite(warn) ? `, a warning ${word} ${formatMeasure(unit, warn)}, else a failure` : ", else a warning";
  return `good ${word} ${formatMeasure(unit, ok)}${upTo}`;
};

export const healthEntries: readonly Entry[] = [
  {
    term: "Health",
    labels: ["health of the data", "warning", "warnings", "health badge"],
    fields: ["health"],
    meaning:
      "How far the data behind a figure can be trusted. A model names the gates it needs; a case is measured by its own sources, entities and days.",
  },
  { term: "OK", meaning: "Within the bound." },
  { term: "WARN", labels: ["warns"], meaning: "Worse than it should be. A case is still shown; each warning divides its rank." },
  {
    term: "FAIL",
    labels: ["fails", "failure"],
    meaning: "Past the bound. A gate the score rests on puts the case last; another limits what can be done about it.",
  },
  { term: "NOT_APPLICABLE", labels: ["not applicable"], meaning: "The question does not arise here." },
  { term: "actionable", meaning: "Every gate holds: the score and who is meant can be relied on." },
  {
    term: "context-limited",
    labels: ["limited"],
    meaning: "The score stands, but who or what it is about is not known well enough to act on.",
  },
  { term: "Metric", meaning: "One question asked of the data, with its bounds." },
  ...healthMetrics.map((metric): Entry => ({
    term: metric.title,
    labels: [metric.name],
    meaning: `${metric.description}.`,
    formula: bound(metric),
  })),
];

export const deskEntries: readonly Entry[] = [
  {
    term: "Times in",
    labels: ["zone", "name of the zone"],
    meaning: "The zone all times are shown in: UTC, this machine's, or a named one. Stored times are UTC; copied ones carry their offset.",
  },
  { term: "Theme", meaning: "Dark, light or high contrast, or as the system has it." },
  { term: "Rows", on: ["settings"], meaning: "Comfortable or compact: how high a row of a list is." },
  {
    term: "Comes here",
    labels: ["Came here"],
    on: ["settings"],
    meaning: "Decisions of another copy of the workspace that this one does not have yet, and who made them.",
  },
  { term: "Only here", on: ["settings"], meaning: "Decisions made here since the copies went apart. The other copy stays without them." },
  { term: "In both", on: ["settings"], meaning: "Entries of the decision log that both copies of the workspace have." },
  {
    term: "With them",
    on: ["settings"],
    meaning: "Telemetry, model versions, runs and anomalies that only the other copy has, brought along with its decisions.",
  },
  {
    term: "Judged in both",
    on: ["settings"],
    meaning:
      "Cases judged in each of the copies since they went apart. Where the verdicts differ neither counts until a person settles it.",
  },
  { term: "To settle", on: ["settings"], meaning: "What the copies decided differently and a person has to decide after the merge." },
  {
    term: "Log’s end",
    on: ["settings"],
    meaning: "The beginning of the hash of the last entry of the decision log, which covers all before it.",
  },
  { term: "Backup", on: ["settings"], meaning: "The copy of the database that was laid before the merge." },
  { term: "Made", on: ["settings"], meaning: "When the copy of the decisions' database was made." },
  {
    term: "Why",
    on: ["settings"],
    meaning: "What the copy was made for: a new day, many decisions, what changes the whole database, or somebody asked.",
  },
  {
    term: "State",
    on: ["settings"],
    meaning: "Verified: read back whole when it was written, and of the same size since. Damaged: it is not what was written.",
  },
  { term: "Workspace", meaning: "The folder that holds everything: decisions, events, models. Copying the folder moves the work." },
  { term: "Quarry", meaning: "The program's version, how it is run, and the Node it runs on." },
  { term: "Network", meaning: "What leaves this machine. Nothing, unless a person signed for an address to send lineage to." },
  {
    term: "Read-only",
    meaning: "Another Quarry has this workspace open, or its folder cannot be written to, so nothing can be decided here.",
  },
];
