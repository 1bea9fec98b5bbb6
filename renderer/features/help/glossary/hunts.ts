import { fitCriteria, huntByproducts, huntHandOffs, huntOutcomes, huntTriggers, titleAmong } from "../../../../shared/domain/hunt.ts";
import type { Entry } from "./entry.ts";

const listed = (words: readonly { readonly title: string }[]): string => words.map(({ title }) => title.toLowerCase()).join("; ");

export const huntEntries: readonly Entry[] = [
  {
    term: "Hunt",
    labels: ["active", "closed", "backlog"],
    meaning:
      "A hypothesis with its anomalies, owner, time allowed and outcome. It waits in the backlog, is active, and is closed with an outcome.",
  },
  {
    term: "Candidate",
    labels: ["candidates"],
    meaning: "Anomalies of the newest runs that share entities and are near in time, gathered for you to open as a hunt, change or drop.",
  },
  {
    term: "Priority",
    labels: ["bits", "how strange together", "what is at stake", "spread over att&ck tactics"],
    meaning:
      "One number to order hunts by, in bits: one more is twice the priority. How strange the anomalies are together, what is at stake, and how many tactics they spread over. It is no error rate.",
    formula: "−log2(combined p) + log2(criticality weight) + bits for tactics",
    source: "Cauchy combination, Liu and Xie 2020",
  },
  {
    term: "Hypothesis",
    labels: ["actor", "behaviour", "location", "evidence"],
    on: ["hunts"],
    meaning: "What you think happens: by whom, doing what, where, and what in the telemetry would show it.",
    source: "PEAK",
  },
  {
    term: "Method",
    labels: ["fit", "right", "looked at"],
    on: ["hunts"],
    meaning: `When a model is the right way to hunt: ${listed(fitCriteria)}. The first has to hold.`,
    source: "PEAK, model-assisted hunts",
  },
  { term: "Topic", meaning: "What the hunt is about, in a line." },
  { term: "Owner", labels: ["owner"], on: ["hunts"], meaning: "Who answers for the hunt." },
  {
    term: "Time allowed",
    labels: ["days allowed"],
    meaning: "So many days from the start; then the hunt is closed or given more on purpose. What is over is marked.",
  },
  { term: "Trigger", meaning: `What set the hunt off: ${listed(huntTriggers)}.`, source: "MISP taxonomy hunt-ex" },
  { term: "Findings", meaning: "What was found, in your words. It opens the report." },
  { term: "Notes", on: ["hunts"], meaning: "Anything worth keeping that is no finding." },
  {
    term: "Byproducts",
    labels: ["byproduct"],
    meaning: `What a hunt turns up besides an answer: ${listed(huntByproducts)}.`,
    source: "MISP taxonomy hunt-ex",
  },
  {
    term: "Known benign",
    labels: ["known to be benign, one a line as “what: because”"],
    meaning: "What looked odd and was found harmless, with why, so that the next hunt need not ask again.",
  },
  { term: "Handed on", labels: ["what happens next"], meaning: `What becomes of it: ${listed(huntHandOffs)}.` },
  {
    term: "Outcome",
    meaning: `How the hunt ended: ${listed(huntOutcomes)}. Closing without a finding is a result and is counted.`,
    source: "MISP taxonomy hunt-ex",
  },
  ...huntOutcomes.map((word): Entry => ({
    term: titleAmong(huntOutcomes, word.key),
    labels: [word.key],
    on: ["hunts"],
    meaning: `An outcome of a hunt: ${word.title.toLowerCase()}.`,
  })),
  { term: "From", on: ["hunts"], meaning: "When the anomaly's window begins." },
  { term: "What", on: ["hunts"], meaning: "The subject of the anomaly." },
  { term: "Entities", on: ["hunts"], meaning: "What the anomalies of the hunt share, most shared first, with its criticality." },
  {
    term: "not trustworthy",
    labels: ["suppressed"],
    meaning: "The data behind the score failed a gate the score rests on. It is shown last and has no part in a hunt's priority.",
  },
];
