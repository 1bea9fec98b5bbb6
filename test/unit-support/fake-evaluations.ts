import { fourEyesLine, gateLines, passes } from "../../electron/engine/lifecycle/gate/gate-lines.ts";
import { toShare } from "../../electron/engine/lifecycle/gate/line.ts";
import type { Entrant, Evaluation, EvaluationReport, GateOutcome } from "../../shared/contract/evaluations.ts";
import { PromotionSettings } from "../../shared/contract/promotion-settings.ts";
import type { Output, Parsed } from "../../shared/contract/requests.ts";
import type { SuiteChoice, SuiteSummary } from "../../shared/contract/suites.ts";
import { nowUs } from "./fake-cases.ts";

const dayUs = 86_400_000_000;
const champion = "7f3a9c51d20b44e8";

const entrant = (kind: Entrant["kind"], title: string, bad: number, good: number, ap: number, more: Partial<Entrant> = {}): Entrant => ({
  kind,
  title,
  version: null,
  bad: toShare(bad, 24),
  good: toShare(good, 31),
  replay: null,
  alertsPerDay: null,
  averagePrecision: ap,
  because: "flags as many rows as this version does",
  ...more,
});

/** What an evaluation found, before its gate; every part can be set apart. */
export const sampleFound = (change: Partial<EvaluationReport> = {}): Omit<EvaluationReport, "gate"> => ({
  schema: 1,
  model: "beaconing",
  version: champion,
  champion: "1c88d0aa33",
  dataset: "d9c4417b02",
  operatingPValue: 0.02,
  calibrationRows: 9340,
  settings: PromotionSettings.parse({}),
  changed: [],
  suites: [
    { id: "ab12ab12ab12ab12", title: "Beaconing: of the package", origin: "package", bad: 4, good: 4, looks: 3, worn: false, leftOut: [] },
    {
      id: "cd34cd34cd34cd34",
      title: "Incidents of spring",
      origin: "workspace",
      bad: 20,
      good: 27,
      looks: 2,
      worn: false,
      leftOut: [{ because: "its verdict taught this version", n: 3 }],
    },
  ],
  entrants: [
    entrant("candidate", "This version", 23, 0, 0.972, { version: champion, replay: toShare(64, 18_411), alertsPerDay: 8, because: "" }),
    entrant("champion", "The champion", 21, 2, 0.931, {
      version: "1c88d0aa33",
      replay: toShare(71, 18_411),
      alertsPerDay: 8.9,
      because: "",
    }),
    entrant("random", "Chance", 1, 1, 0.452),
    entrant("rarity", "Rarity of each value", 17, 4, 0.801),
    entrant("single-feature", "The oddest single feature", 14, 6, 0.744),
    entrant("foil", "Pairs with the most connections", 3, 2, 0, {
      bad: toShare(3, 4),
      good: toShare(2, 4),
      averagePrecision: null,
      because: "flags as many rows as this version does; it can list the cases of the package's events alone",
    }),
  ],
  techniques: [
    { technique: "T1008", candidate: toShare(5, 5), champion: toShare(5, 5) },
    { technique: "T1071.001", candidate: toShare(13, 13), champion: toShare(12, 13) },
    { technique: "T1573", candidate: toShare(5, 6), champion: toShare(4, 6) },
  ],
  variants: [],
  bad: toShare(23, 24),
  good: toShare(0, 31),
  fresh: { bad: toShare(23, 24), good: toShare(0, 31) },
  critical: { k: 0, n: 0, missed: [] },
  incidents: { flagged: toShare(11, 11), champion: toShare(10, 11), lost: [], leftOut: 0 },
  cases: [],
  time: {
    trainEnd: nowUs - 14 * dayUs,
    embargoHours: 24,
    evaluationStart: nowUs - 12 * dayUs,
    rows: 18_458,
    duplicates: 0,
    seenSubjects: 16_903,
    subjects: 18_101,
    later: { bad: 20, good: 27, candidate: 0.972, champion: 0.931, baseline: 0.801 },
    disjoint: { bad: 6, good: 9, candidate: 0.951, champion: 0.926, baseline: 0.79 },
  },
  replay: {
    from: nowUs - 12 * dayUs,
    to: nowUs,
    days: 8,
    flagged: toShare(64, 18_411),
    alertsPerDay: 8,
    budgetPerDay: 10,
    champion: { flagged: toShare(71, 18_411), ratio: 64 / 71, shared: toShare(66, 80) },
  },
  periods: [],
  review: { cases: toShare(12, 31), candidateOnly: 2, championOnly: 1 },
  shadow: { days: 3, events: 61_204, subjects: 2240, drift: "IN_ENVELOPE" },
  bundle: {
    checks: [
      { what: "files", state: "pass", text: "Every file has the content it was registered with." },
      { what: "batches", state: "pass", text: "Rows score the same alone, by seven and by 1024." },
      { what: "numbers", state: "pass", text: "Values that are no numbers give no score." },
      { what: "licence", state: "pass", text: "Licence Apache-2.0; its card is made from these facts." },
    ],
    golden: { k: 9340, n: 9340, largest: 0, flips: 0 },
  },
  lineage: ["dataset version", "its snapshots", "OCSF version", "mapping", "feature SQL", "code", "seed"].map((what) => ({
    what,
    isKnown: true,
  })),
  ...change,
});

const failing: Partial<EvaluationReport> = {
  model: "process-rarity",
  version: "e91c02aa10c2f00d",
  champion: null,
  bad: toShare(6, 9),
  good: toShare(3, 12),
  incidents: { flagged: toShare(0, 0), champion: null, lost: [], leftOut: 0 },
  replay: null,
  review: { cases: toShare(0, 0), candidateOnly: 0, championOnly: 0 },
  shadow: { days: 0, events: 0, subjects: 0, drift: null },
};

const evaluationOf = (found: Omit<EvaluationReport, "gate">): Evaluation => ({
  id: "5d0c77e1a9b2c3d45d0c77e1a9b2c3d4",
  at: nowUs - 2 * dayUs,
  by: "ben",
  report: { ...found, gate: gateLines(found) },
});

export const sampleEvaluation = (model: string): Evaluation => {
  const found = sampleFound(model === "process-rarity" ? failing : {});
  const rest = found.entrants.filter(({ kind }) => found.champion !== null || kind !== "champion");
  return evaluationOf({
    ...found,
    entrants: rest.map((one) => (one.kind === "candidate" ? { ...one, bad: found.bad, good: found.good, version: found.version } : one)),
  });
};

export function sampleGate(model: string): GateOutcome {
  const evaluation = sampleEvaluation(model);
  const lines = [...evaluation.report.gate, fourEyesLine("root", ["ana"])];
  const overridden = lines.filter(({ state }) => state !== "pass").map(({ line, state }) => ({ line, state }));
  return {
    evaluation,
    stale: null,
    lines,
    passes: passes(lines),
    trainers: ["ana"],
    overrides:
      model === "beaconing"
        ? [
            {
              version: champion,
              at: nowUs - 12 * dayUs,
              by: "ben",
              reason: "The champion floods the queue since the proxy was changed; blind review goes on beside it",
              evaluation: evaluation.id,
              lines: overridden,
            },
          ]
        : [],
  };
}

export const sampleSuites: readonly SuiteSummary[] = [
  {
    id: "ab12ab12ab12ab12",
    model: "beaconing",
    title: "Of the package",
    origin: "package",
    bad: 4,
    good: 4,
    techniques: ["T1008", "T1029", "T1071.001", "T1573"],
    looks: 6,
    worn: true,
    madeAt: null,
    by: null,
  },
  {
    id: "cd34cd34cd34cd34",
    model: "beaconing",
    title: "Incidents of spring",
    origin: "workspace",
    bad: 20,
    good: 27,
    techniques: ["T1071.001", "T1573"],
    looks: 2,
    worn: false,
    madeAt: nowUs - 20 * dayUs,
    by: "ana",
  },
];

const choice = (i: number, label: string, expect: SuiteChoice["expect"], usedIn: string | null): SuiteChoice => ({
  anomalyId: `a000000${i}f3c9d2`,
  label,
  expect,
  verdict: expect === "flag" ? "malicious" : "benign",
  analyst: i % 2 === 0 ? "ana" : "ben",
  at: nowUs - i * dayUs,
  from: nowUs - (i + 2) * dayUs,
  usedIn,
});

const choices: readonly SuiteChoice[] = [
  choice(1, "10.9.1.5 → 203.0.113.20 tcp/443", "flag", null),
  choice(2, "10.9.0.14 → 203.0.113.44 tcp/443", "flag", "Incidents of spring"),
  choice(3, "10.9.1.3 → 10.9.0.123 udp/123", "pass", null),
  choice(4, "10.9.1.77 → updates.example.net tcp/443", "pass", null),
];

type Names = "models.evaluate" | "models.gate" | "models.card" | "suites.list" | "suites.choices" | "suites.create" | "suites.import";
type EvaluationHandlers = { readonly [K in Names]: (input: Parsed<K>) => Promise<Output<K>> };

/** Evaluations and suites as the fake engine has them; suites that are made stay. */
export function createFakeEvaluations(
  runJob: (name: string, title: string, stages: readonly string[]) => Promise<void>,
): EvaluationHandlers {
  let suites = sampleSuites;
  const make = (model: string, title: string, bad: number, good: number): SuiteSummary => {
    const made: SuiteSummary = {
      id: `ef56${String(suites.length)}`,
      model,
      title,
      origin: "workspace",
      bad,
      good,
      techniques: [],
      looks: 0,
      worn: false,
      madeAt: nowUs,
      by: "root",
    };
    suites = [...suites, made];
    return made;
  };
  return {
    "models.evaluate": async ({ model }) => {
      await runJob("models.evaluate", `Evaluate ${model}`, ["judging known cases", "replaying telemetry after its training"]);
      return sampleEvaluation(model);
    },
    "models.gate": async ({ model }) => sampleGate(model),
    "models.card": async ({ model }) => ({ markdown: `# ${model}\n`, json: { model_details: { name: model } } }),
    "suites.list": async ({ model }) => suites.filter((suite) => model === undefined || suite.model === model),
    "suites.choices": async () => [...choices],
    "suites.create": async ({ model, title, cases }) => {
      const bad = cases.filter(({ technique }) => technique !== undefined).length;
      return make(model, title, bad, cases.length - bad);
    },
    "suites.import": async ({ model, title }) => make(model, title ?? "Imported", 1, 1),
  };
}
