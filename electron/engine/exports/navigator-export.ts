import type { Wanted } from "../../../shared/contract/exports.ts";
import { attackVersion } from "../../../shared/domain/attack.ts";
import { plural } from "../context/words.ts";
import type { ExportKind } from "./export-kind.ts";
import { readTechniques, runsOf, type TechniqueFacts } from "./technique-facts.ts";

type Navigator = Extract<Wanted, { what: "navigator" }>;
type Layer = Navigator["layer"];

/** Colours apart for colour-blind readers too (Okabe and Ito); each layer says what it is in its legend besides. */
const layers: { readonly [K in Layer]: { readonly title: string; readonly about: string; readonly color: string } } = {
  candidate: {
    title: "Candidate",
    about: "Named by models for what they surfaced, or by hunts for what they look for. Nobody has confirmed any of it.",
    color: "#56b4e9",
  },
  observed: { title: "Observed", about: "Confirmed by a person over at least one event.", color: "#d55e00" },
  "hunted-no-finding": { title: "Hunted, no finding", about: "Hunts for it were closed without a malicious finding.", color: "#009e73" },
};

const scoreOf = (layer: Layer, facts: TechniqueFacts): number => (layer === "hunted-no-finding" ? facts.hunts.length : facts.anomalies);

function commentOf({ anomalies, models, hunts }: TechniqueFacts): string {
  const parts = [
    ...(anomalies === 0 ? [] : [`${plural(anomalies, "anomaly", "anomalies")} of ${models.join(", ")}`]),
    ...(hunts.length === 0 ? [] : [plural(hunts.length, "hunt")]),
  ];
  return parts.join("; ");
}

const toTechnique = (layer: Layer, facts: TechniqueFacts) => ({
  techniqueID: facts.technique,
  score: scoreOf(layer, facts),
  comment: commentOf(facts),
  enabled: true,
  showSubtechniques: facts.technique.includes("."),
  metadata: [
    { name: "status", value: layer },
    { name: "anomalies", value: String(facts.anomalies) },
    ...facts.hunts.map((hunt) => ({ name: "hunt", value: hunt })),
    ...facts.decisions.map((decision) => ({ name: "decision", value: decision })),
  ],
});

/** A layer in format 4.3, which Navigator 4.6.5 and later open. */
function* lines({ layer, hunt }: Navigator, techniques: readonly TechniqueFacts[]): IterableIterator<string> {
  const { title, about, color } = layers[layer];
  const highest = Math.max(1, ...techniques.map((facts) => scoreOf(layer, facts)));
  const head = {
    name: `Quarry: ${title}${hunt === undefined ? "" : ` (hunt ${hunt})`}`,
    versions: { attack: attackVersion, navigator: "4.6.5", layer: "4.3" },
    domain: "enterprise-attack",
    description: about,
    sorting: 3,
    hideDisabled: false,
    gradient: { colors: ["#ffffff", color], minValue: 0, maxValue: highest },
    legendItems: [{ label: title, color }],
    metadata: [
      { name: "status", value: layer },
      ...(hunt === undefined ? [] : [{ name: "hunt", value: hunt }]),
      { name: "coverage", value: "A layer is not a measure of detection." },
    ],
  };
  yield `${JSON.stringify(head).slice(0, -1)},"techniques":[\n`;
  for (const [i, facts] of techniques.entries())
    yield `${JSON.stringify(toTechnique(layer, facts))}${i === techniques.length - 1 ? "" : ","}\n`;
  yield "]}\n";
}

export const navigatorExport: ExportKind<Navigator> = {
  plan: async (source, wanted) => {
    const techniques = await readTechniques(source, wanted);
    const subs = techniques.filter(({ technique }) => technique.includes(".")).length;
    const parts = [
      { title: "Techniques", n: techniques.length - subs },
      { title: "Sub-techniques", n: subs },
    ];
    return {
      unit: "technique",
      rows: techniques.length,
      parts: parts.filter(({ n }) => n > 0),
      leftOut: [],
      remarks: [layers[wanted.layer].about, `Named by ATT&CK Enterprise v${attackVersion}.`],
    };
  },
  pieces: async (source, wanted) => lines(wanted, await readTechniques(source, wanted)),
  rowsOf: (_, count) => count - 2,
  usedRuns: runsOf,
  mediaType: () => "application/json",
  fileName: ({ layer }) => ({ stem: `attack-${layer}`, ending: "json" }),
};
