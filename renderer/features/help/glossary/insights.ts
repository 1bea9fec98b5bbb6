import { figureMeanings } from "../../../state/figure-meanings.ts";
import type { Entry } from "./entry.ts";

export const insightEntries: readonly Entry[] = [
  {
    term: "Confirm rate",
    meaning: figureMeanings.confirm,
    formula: "k of n with its 95 % interval",
    source: "Wilson 1927",
  },
  {
    term: "Blind precision",
    labels: ["precision, by the blind sample"],
    meaning: figureMeanings["blind-precision"],
    formula: "each case by 1/propensity",
    source: "Hajek 1971",
  },
  {
    term: "Blind, missed",
    labels: ["missed, by the blind sample"],
    meaning: figureMeanings.missed,
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
    meaning: figureMeanings["active-time"],
    formula: "median with a distribution-free 95 % interval from order statistics",
    source: "Conover, Practical Nonparametric Statistics, 3.2",
  },
  { term: "Time to view", meaning: figureMeanings["time-to-view"] },
  { term: "Time to verdict", meaning: figureMeanings["time-to-verdict"] },
  { term: "Open cases", meaning: figureMeanings.backlog },
  {
    term: "False positives by reason",
    meaning: figureMeanings.reasons,
  },
  {
    term: "What became of the labels",
    meaning: figureMeanings["label-use"],
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
