import type { Priority } from "../../../shared/contract/hunts.ts";
import { type Tactic, tacticsOf, tacticTitles } from "../../../shared/domain/attack.ts";
import { plural } from "../context/words.ts";
import { type Criticality, criticalityTitles } from "../inventory/criticality.ts";
import { combinePValues } from "./combine-p.ts";

export interface Rated {
  readonly model: string;
  /** Undefined while withheld. */
  readonly pValue: number | undefined;
  readonly isSuppressed: boolean;
}

/** How much more an asset counts: Elastic's weights of asset criticality, unknown counted as medium. */
const weights: readonly [number, number, number, number, number] = [1, 0.5, 1, 1.5, 2];

export interface PriorityFacts {
  readonly members: readonly Rated[];
  /** Of the most critical asset that joins the members, with its name; undefined when none is rated. */
  readonly criticality: { readonly level: Criticality; readonly name: string } | undefined;
  /** Candidate techniques of each model. */
  readonly techniquesOf: (model: string) => readonly string[];
}

const figure = (n: number): string => (n < 1e-4 ? n.toExponential(1) : String(Number(n.toPrecision(2))));

/** One number to sort by, in bits, and what it is made of. Members whose score is withheld or not to be trusted have no part in it. */
export function toPriority({ members, criticality, techniquesOf }: PriorityFacts): Priority {
  const counted = members.filter((member) => !member.isSuppressed && member.pValue !== undefined);
  const parts = [evidencePart(members, counted), criticalityPart(criticality), tacticsPart(counted, techniquesOf)];
  return { bits: parts.reduce((sum, part) => sum + part.bits, 0), parts };
}

function evidencePart(members: readonly Rated[], counted: readonly Rated[]): Priority["parts"][number] {
  const pValues = counted.flatMap((member) => member.pValue ?? []);
  const combined = combinePValues(pValues);
  const left = members.length - counted.length;
  const leftOut = left === 0 ? "" : `; ${left} left out, withheld or not to be trusted`;
  const title = "How strange together";
  if (combined === undefined) return { kind: "evidence", title, bits: 0, because: `no p-value to combine${leftOut}` };
  const from =
    pValues.length === 1
      ? `p ${figure(combined)} of one anomaly`
      : `combined p ${figure(combined)} of ${plural(pValues.length, "anomaly", "anomalies")}, the strangest ${figure(Math.min(...pValues))}; by Cauchy combination, whatever they have in common. They were picked for being strange: it orders hunts and is no error rate`;
  return { kind: "evidence", title, bits: -Math.log2(combined), because: `${from}${leftOut}` };
}

function criticalityPart(criticality: PriorityFacts["criticality"]): Priority["parts"][number] {
  const title = "What is at stake";
  if (criticality === undefined || criticality.level === 0)
    return { kind: "criticality", title, bits: 0, because: "no asset in it is rated; counted as medium, times 1" };
  const weight = weights[criticality.level];
  const because = `${criticality.name} is of ${criticalityTitles[criticality.level]} criticality, times ${weight}`;
  return { kind: "criticality", title, bits: Math.log2(weight), because };
}

function tacticsPart(counted: readonly Rated[], techniquesOf: PriorityFacts["techniquesOf"]): Priority["parts"][number] {
  const title = "Spread over ATT&CK tactics";
  const told = tellTactics([...new Set(counted.map((member) => member.model))].toSorted(), techniquesOf);
  if (told.length === 0) return { kind: "tactics", title, bits: 0, because: "its models name no technique with a known tactic, times 1" };
  const names = told.map(({ tactic, model }) => `${tacticTitles[tactic]} (${model})`).join(", ");
  return {
    kind: "tactics",
    title,
    bits: Math.log2(told.length),
    because: `${plural(told.length, "tactic")} that its models tell apart, times ${told.length}: ${names}`,
  };
}

/**
 * The most tactics that can be told apart when each model speaks for one of those its techniques serve: a largest matching, by augmenting
 * paths in a fixed order. One model alone never counts as several tactics, however many its techniques could serve.
 */
export function tellTactics(
  models: readonly string[],
  techniquesOf: PriorityFacts["techniquesOf"],
): readonly { readonly tactic: Tactic; readonly model: string }[] {
  const speakers = new Map<Tactic, string>();
  const serves = (model: string): Tactic[] => [...new Set(techniquesOf(model).flatMap(tacticsOf))];
  const place = (model: string, tried: Set<Tactic>): boolean => {
    for (const tactic of serves(model)) {
      if (tried.has(tactic)) continue;
      tried.add(tactic);
      const holder = speakers.get(tactic);
      if (holder !== undefined && !place(holder, tried)) continue;
      speakers.set(tactic, model);
      return true;
    }
    return false;
  };
  for (const model of models) place(model, new Set());
  return Array.from(speakers, ([tactic, model]) => ({ tactic, model })).toSorted((a, b) => (a.tactic < b.tactic ? -1 : 1));
}
