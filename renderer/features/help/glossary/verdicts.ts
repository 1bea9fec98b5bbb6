import { verdictKinds, type VerdictKind } from "../../../../shared/domain/verdict.ts";
import type { Entry } from "./entry.ts";

const taught: Readonly<Record<VerdictKind["trainingUse"], string>> = {
  positive: "In training it is an example of what to find.",
  negative: "In training it is an example of what to leave alone.",
  none: "It is not trained on",
};

const toEntry = (kind: VerdictKind): Entry => ({
  term: kind.short,
  labels: [kind.title, kind.key],
  meaning: `${kind.title}. ${taught[kind.trainingUse]}${kind.trainingUse === "none" ? `: ${kind.excludedBecause ?? "left out"}.` : ""} Key ${kind.hotkey}; OCSF verdict ${String(kind.ocsfVerdictId)}.`,
});

export const verdictEntries: readonly Entry[] = [
  {
    term: "Verdict",
    meaning:
      "An analyst's judgement of a case, given by one key, signed, kept for ever in the decision log and undoable at any time. No model gives one.",
    source: "OCSF verdict_id",
  },
  ...verdictKinds.map(toEntry),
  {
    term: "Reason",
    labels: ["because", "reason, for the log"],
    meaning: "Why you decide so, in a word of the list or your own. It is kept with the decision and enters exports.",
  },
  {
    term: "Was it truly unusual?",
    labels: ["unusual"],
    meaning: "Apart from what it was: unusual and harmless teaches a model otherwise than a model that was wrong.",
  },
  {
    term: "How sure are you?",
    labels: ["confidence"],
    meaning: "A doubtful verdict counts for less in training: high in full, medium 0.8, low half.",
  },
  {
    term: "Cases like it",
    labels: ["the same", "most alike", "least alike"],
    on: ["triage"],
    meaning:
      "A set of cases for one verdict: of the same model and run, with the same leading reasons; about one of the same entities, or the same whole subject, as you choose. Each counts half of a single verdict in training.",
    formula: "distance: Euclidean, between the contributions of all features to the two scores",
  },
  {
    term: "Leading reasons",
    on: ["triage"],
    meaning: "The features that raise the score most. Cases have the same ones when the same features lead, in any order.",
  },
  {
    term: "In hunts",
    labels: ["in other hunts"],
    on: ["triage"],
    meaning: "Whether a verdict on many may reach cases that stand in another hunt than this one. It does so only when you say so.",
  },
  { term: "Original", meaning: "The case that a duplicate is one of; the original alone counts." },
  {
    term: "Label",
    labels: ["labels", "verdicts on those, as labels"],
    meaning:
      "What a verdict contributes to training: an example of what to find, of what to leave alone, or nothing with the reason why. One subject and one analyst's day are held to a share of all weight.",
  },
  {
    term: "Receipt",
    labels: ["what verdicts taught"],
    meaning:
      "What became of a verdict: recorded, in which training set, trained into which candidate, how its gate came out, promoted or not; or why it was left out.",
  },
  {
    term: "Decision log",
    labels: ["decisions", "decision"],
    meaning:
      "Everything people decided, in order, each entry holding the hash of the one before. Any change to an old entry breaks the chain, and “verify” would tell.",
  },
  {
    term: "Whose",
    meaning:
      "Whose decisions are listed: your own, or everybody's. Undo steps back through your own; from the list any can be taken back that nothing later rests on.",
  },
  {
    term: "Analyst",
    labels: ["name", "your name", "signed by"],
    on: ["settings", "triage", "insights"],
    meaning: "The name that signs your verdicts, notes and promotions. Old ones keep the name they were signed with.",
  },
];
