import type { Entry } from "./entry.ts";

export const contextEntries: readonly Entry[] = [
  {
    term: "Who and what",
    labels: ["who", "how sure"],
    meaning: "The address, device, person and account behind the subject at that time, how each is known, and how sure that is.",
  },
  { term: "Asset", meaning: "What the inventories say of the device: role, owner and who supports it." },
  {
    term: "Criticality",
    labels: ["importance", "crit"],
    meaning:
      "How much depends on a thing, from 0 (not rated) to 4 (extreme), as the inventories rate it; and the steps from the subject to the nearest critical one.",
  },
  {
    term: "Activity",
    meaning:
      "What it did on the day of the case beside its own days before. The dotted line bounds 5 to 95 % of those days; below 14 days no bounds are drawn.",
  },
  { term: "Just before and after", meaning: "The entries of the timeline next to the first piece of evidence." },
  { term: "Before you judge", meaning: "What a careful analyst asks first. Each answer is a value, or says why it is unknown." },
  { term: "Who else?", meaning: "Others that did the same within 30 days: of the peers, and of all." },
  {
    term: "Benign?",
    meaning: "What speaks for a harmless reason: an owner who may do this, earlier benign verdicts, scanners and other known tools.",
  },
  { term: "How far?", meaning: "What the subject could reach from here, nearest critical thing first." },
  {
    term: "Can I trust this?",
    labels: ["trust"],
    meaning: "The model's gates over the data behind this case alone: its sources, entities and days.",
  },
  { term: "Next step", meaning: "What would tell most about the case: the event, page or person to look at." },
  {
    term: "Context graph",
    labels: ["graph"],
    meaning:
      "Who and where from on the left, then the subject, what it touched, and what that could reach. Thick lines are the case's own events, dashed amber ones are new, thin grey ones usual; “+37” stands for so many alike.",
  },
  {
    term: "What",
    on: ["triage"],
    meaning: "Of an asset, what it is by the inventories. In the graph's table, the thing that a relation starts from.",
  },
  { term: "To", on: ["triage"], meaning: "The thing that the relation leads to." },
  {
    term: "Relation",
    labels: ["relations"],
    meaning: "What one thing did with another, as the telemetry recorded it or an inventory says.",
  },
  {
    term: "Count of a relation",
    on: ["triage"],
    labels: ["count"],
    meaning: "Records behind the relation within the time it is shown for.",
  },
  {
    term: "State of a relation",
    on: ["triage"],
    labels: ["state"],
    meaning:
      "evidence: of the case's own events. new: first seen here. rare: seldom for it or among its peers. usual: neither. stale: not confirmed for so long that it may no longer hold.",
  },
  {
    term: "Why it is drawn",
    on: ["triage"],
    labels: ["why"],
    meaning:
      "What earned the relation its place, term by term, in bits; each bit doubles its weight. Rarity, closeness in time, what is critical and earlier verdicts add; what many share and what is uncertain takes away.",
    formula: "rarity = −log2((days seen + 0.5) ÷ (days covered + 1)); closeness = 3 × e^(−distance ÷ τ), τ 30 min for evidence, else 4 h",
  },
  { term: "Stale", meaning: "An inventory's or directory's word that was not confirmed for so long that it may no longer hold." },
  { term: "HOLD", meaning: "The mention fits two or more entities; none is picked until a person decides." },
  {
    term: "Path",
    labels: ["paths", "look", "way"],
    meaning:
      "A chain of relations between two things. “Look” chooses all telemetry or only what is drawn, “way” the direction of its steps.",
  },
  { term: "Each step no earlier than the one before", meaning: "Keeps only paths that could have happened in this order." },
  {
    term: "Pass through shared nodes",
    meaning: "Lets a path go through what very many things touch, such as a proxy; such paths mean little.",
  },
];
