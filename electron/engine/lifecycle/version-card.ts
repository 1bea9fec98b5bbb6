import type { Entrant, EvaluationReport, GateOutcome, Share } from "../../../shared/contract/evaluations.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { cell, table } from "./card.ts";
import { percent } from "./gate/line.ts";

const time = (us: number): string => `${new Date(us / 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const short = (id: string): string => id.slice(0, 12);
const shareText = (share: Share | null): string =>
  share === null || share.n === 0 ? "–" : `${share.k} of ${share.n} (${percent(share.low)} to ${percent(share.high)})`;

const stateWords = { pass: "passes", fail: "fails", insufficient: "not enough to tell" } as const;

function overrideSection({ overrides }: GateOutcome, version: string): string {
  const own = overrides.filter((one) => one.version === version);
  if (own.length === 0) return "Never promoted past its gate.";
  return own
    .map(({ at, by, reason, lines, evaluation }) => {
      const past = lines.length === 0 ? "without an evaluation" : `past lines ${lines.map(({ line }) => line).join(", ")}`;
      return `**Overridden** by ${cell(by)}, ${time(at)}, ${past}${evaluation === null ? "" : ` of evaluation ${short(evaluation)}`}: ${cell(reason)}`;
    })
    .join("\n\n");
}

function gateSection({ lines, stale, passes }: GateOutcome): string {
  if (lines.length === 0) return stale ?? "";
  const intro = `${passes ? "It passes." : "It does not pass."}${stale === null ? "" : ` ${stale}`}`;
  const rows = lines.map((one) => [
    String(one.line),
    one.title,
    stateWords[one.state],
    one.n === null ? "–" : `${one.k ?? 0} of ${one.n}`,
    one.low === null || one.high === null ? "–" : `${percent(one.low)} to ${percent(one.high)}`,
    one.threshold,
    one.text,
  ]);
  return `${intro}\n\n${table(["Line", "What", "State", "k of n", "95 %", "Must be", "Because"], rows)}`;
}

const entrantRow = (entrant: Entrant): string[] => [
  entrant.title,
  shareText(entrant.bad),
  shareText(entrant.good),
  entrant.alertsPerDay === null ? "–" : entrant.alertsPerDay.toFixed(1),
  entrant.averagePrecision === null ? "–" : entrant.averagePrecision.toFixed(3),
];

function evaluationSection(report: EvaluationReport, id: string, at: number, by: string): string {
  const head = `Evaluation ${short(id)} of ${time(at)} by ${cell(by)}, at p ≤ ${report.operatingPValue}, beside ${report.champion === null ? "no champion" : `champion ${short(report.champion)}`}.`;
  const entrants = table(
    ["Who", "Known-bad flagged", "Known-good flagged", "Alerts a day", "Average precision"],
    report.entrants.map(entrantRow),
  );
  const techniques = report.techniques.map((t) => [t.technique, shareText(t.candidate), t.champion === null ? "–" : shareText(t.champion)]);
  const suites = report.suites.map((s) => [s.title, `${s.bad}`, `${s.good}`, `${s.looks}${s.worn ? ", worn" : ""}`, short(s.id)]);
  return [
    head,
    entrants,
    ...(techniques.length === 0 ? [] : [table(["Technique", "Flagged", "By the champion"], techniques)]),
    ...(suites.length === 0 ? [] : [table(["Suite", "Known-bad", "Known-good", "Versions judged", "Id"], suites)]),
  ].join("\n\n");
}

/** The sections of Google's model card schema that Quarry has facts for. */
function cardJson({ spec }: LoadedPackage, version: ModelVersion, gate: GateOutcome): unknown {
  const report = gate.evaluation?.report;
  const metric = (type: string, share: Share | null, slice?: string) =>
    share === null || share.n === 0
      ? []
      : [
          {
            type,
            value: `${share.k}/${share.n}`,
            confidence_interval: { lower_bound: share.low, upper_bound: share.high },
            ...(slice === undefined ? {} : { slice }),
          },
        ];
  return {
    model_details: {
      name: spec.name,
      overview: spec.hypothesis,
      owners: [{ name: spec.owner }],
      version: { name: version.id, date: time(version.createdAt) },
      licenses: spec.licence === undefined ? [] : [{ identifier: spec.licence }],
    },
    model_parameters: {
      model_architecture: `isolation forest, ${spec.algorithm.trees} trees on ${spec.algorithm.sampleSize} subjects`,
      data: [
        {
          name: `dataset version ${version.datasetVersion}`,
          description: `${version.trainRows} rows trained on, ${version.calibrationRows} kept for p-values`,
        },
      ],
      input_format: spec.features.map(({ name, unit }) => (unit === "" ? name : `${name} (${unit})`)).join(", "),
      output_format: "score, higher is stranger; split-conformal p-value",
    },
    quantitative_analysis: {
      performance_metrics:
        report === undefined
          ? []
          : [
              ...metric("known-bad flagged", report.bad),
              ...metric("known-good flagged", report.good),
              ...metric("confirmed incidents flagged", report.incidents.flagged),
              ...metric("subjects of the replay flagged", report.replay?.flagged ?? null),
              ...report.techniques.flatMap((t) => metric("known-bad flagged", t.candidate, t.technique)),
            ],
    },
    considerations: {
      use_cases: [{ description: spec.hypothesis }],
      limitations: [{ description: "A score says how unlike the rest a subject is, not that it is malicious." }],
      tradeoffs: spec.features
        .filter((f) => f.attackerControlled)
        .map((f) => ({ description: `An attacker can set ${f.title.toLowerCase()}.` })),
    },
    quarry: {
      stage: version.stage,
      trainers: gate.trainers,
      evaluation: gate.evaluation?.id ?? null,
      passes: gate.passes,
      stale: gate.stale,
      gate: gate.lines,
      overrides: gate.overrides.filter((one) => one.version === version.id),
    },
  };
}

/** The card of one version: what it was made from, how it was evaluated, how its gate came out and who set it aside. */
export function renderVersionCard(pkg: LoadedPackage, version: ModelVersion, gate: GateOutcome): { markdown: string; json: unknown } {
  const { spec } = pkg;
  const { evaluation } = gate;
  const facts = [
    ["Stage", version.stage],
    ["Made", time(version.createdAt)],
    ["By", gate.trainers.length === 0 ? "not recorded" : gate.trainers.join(", ")],
    ["Trained on", `${version.trainRows} rows of dataset version ${short(version.datasetVersion)}, seed ${version.seed}`],
    ["Calibrated on", `${version.calibrationRows} rows`],
    [
      "Taught by",
      version.labels === undefined ? "no verdicts" : `${version.labels.positives} confirmed and ${version.labels.negatives} ordinary`,
    ],
    ["Feature SQL", short(version.featureSqlDigest)],
    ["ONNX sha256", version.onnxSha256],
    ["Licence", spec.licence ?? "not named"],
  ];
  const sections = [
    `# ${spec.title} ${short(version.id)}`,
    `Version \`${version.id}\` of model package \`${spec.name}\`, owned by ${spec.owner}. Generated from what is recorded of it.`,
    "## What it is",
    table(["Fact", "Value"], facts),
    "## Hypothesis",
    spec.hypothesis,
    "## Evaluation",
    evaluation === null ? "It has not been evaluated." : evaluationSection(evaluation.report, evaluation.id, evaluation.at, evaluation.by),
    "## Promotion gate",
    gateSection(gate),
    "## Overrides",
    overrideSection(gate, version.id),
    "## Limits",
    "A score says how unlike the rest a subject is, not that it is malicious. Shares of few cases rank nothing; their intervals say how far they may be off.",
  ];
  return { markdown: `${sections.join("\n\n")}\n`, json: cardJson(pkg, version, gate) };
}
