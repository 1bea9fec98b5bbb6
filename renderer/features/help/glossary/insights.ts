import type { Entry } from "./entry.ts";

export const insightEntries: readonly Entry[] = [
  {
    term: "Confirm rate",
    meaning: "Of all cases judged, whichever way, the share that was confirmed malicious.",
    formula: "k of n with its 95 % interval",
    source: "Wilson 1927",
  },
  {
    term: "Blind precision",
    labels: ["precision, by the blind sample"],
    meaning: "Malicious among what a model surfaced, estimated from cases chosen by lot and judged without sight of the score.",
    formula: "each case by 1/propensity",
    source: "Hajek 1971",
  },
  {
    term: "Blind, missed",
    labels: ["missed, by the blind sample"],
    meaning:
      "Malicious among what a model did not surface, estimated from audit items: drawn by lot, and judged without sight of the score.",
    formula: "each case by 1/propensity",
    source: "Hajek 1971",
  },
  {
    term: "Naive query",
    meaning:
      "The simple query a model has to beat: in how many known-bad cases each has what is looked for within the same number of places.",
    formula: "two-sided exact sign test over the cases only one of them found",
    source: "McNemar 1947",
  },
  {
    term: "Active time",
    meaning: "Seconds of attention a case got at the desk. A pause counts for 30 s at most, a hidden window not at all.",
    formula: "median with a distribution-free 95 % interval from order statistics",
    source: "Conover, Practical Nonparametric Statistics, 3.2",
  },
  { term: "Time to view", meaning: "From when a case was first surfaced to when somebody first opened it." },
  { term: "Time to verdict", meaning: "From when a case was first surfaced to its first verdict that stands." },
  { term: "Open cases", meaning: "What the newest runs surfaced and nobody has judged yet, by how long it waits." },
  {
    term: "False positives by reason",
    meaning: "Verdicts that say the model is wrong or the data is bad, by the reason given, each as a share of its kind.",
  },
  {
    term: "What became of the labels",
    meaning: "Whether the verdicts of the period are in a training set, wait for one, or were left out, and why.",
  },
  {
    term: "Agreement of two analysts",
    labels: ["kappa", "second looks"],
    meaning: "How far two people agree who judged one case without sight of each other, beyond what chance alone would give.",
    source: "Cohen 1960",
  },
  {
    term: "Day (UTC)",
    labels: ["cases judged in a day"],
    meaning: "A day from midnight to midnight UTC; a case counts on every day on which a verdict on it was given that stands.",
  },
  { term: "Cases", on: ["insights"], meaning: "Cases judged, each subject and window once, whatever runs it came in." },
  { term: "Says", on: ["insights"], meaning: "Entries that hold this text: in what was decided, who decided it, or the name of a case." },
  {
    term: "Kind",
    on: ["insights"],
    meaning: "What sort of decision an entry is: a verdict, a note, a hunt's, a promotion, an export, a setting.",
  },
  {
    term: "Entry",
    on: ["insights"],
    meaning: "One decision in the log, by its number; numbers have no gaps, and nothing is ever taken out.",
  },
  { term: "When", on: ["insights"], meaning: "When it was signed, by this machine's clock." },
  { term: "Since (UTC)", meaning: "Entries from the beginning of this day, UTC." },
  { term: "Until (UTC)", meaning: "Entries up to the end of this day, UTC." },
  {
    term: "About",
    on: ["insights"],
    meaning:
      "Entries that name this case, hunt, model or entity, and what took those back. Verdicts are about their case's model and entities too.",
  },
  {
    term: "Its id",
    labels: ["its name"],
    on: ["insights"],
    meaning: "The id as exports and the command line say it; of a model its name.",
  },
  {
    term: "In the chain",
    labels: ["hash", "hash of the entry before"],
    on: ["insights"],
    meaning: "Each entry holds the hash of the one before, so that nothing can be changed, taken out or put in without it showing.",
    formula: "sha256 of the hash before, a line feed, and the entry as canonical JSON",
  },
  { term: "Against budget", meaning: "Whether the cases of a day stayed within the daily budget." },
];
