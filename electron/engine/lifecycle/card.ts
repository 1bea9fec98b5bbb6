import type { FeatureSpec } from "../../../shared/contract/models.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { LoadedSuite } from "./suite.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const odd: Readonly<Record<FeatureSpec["direction"], string>> = { high: "high", low: "low", both: "either side" };

function featureTable(features: readonly FeatureSpec[]): string {
  return table(
    ["Feature", "What it is", "Unit", "Odd when", "Transform", "Missing counts as", "Attacker can set it"],
    features.map((f) => [
      `\`${f.name}\` ${f.title}`,
      f.description,
      f.unit === "" ? "–" : f.unit,
      odd[f.direction],
      f.transform,
      String(f.nullPolicy.impute),
      f.attackerControlled ? "yes" : "no",
    ]),
  );
}

function threatModel(features: readonly FeatureSpec[]): string {
  const theirs = features.filter((f) => f.attackerControlled);
  const ours = features.filter((f) => !f.attackerControlled);
  const list = (some: readonly FeatureSpec[]): string => some.map((f) => f.title.toLowerCase()).join(", ");
  return [
    `An attacker who knows the model can move ${theirs.length} of its ${features.length} features at will${theirs.length === 0 ? "" : `: ${list(theirs)}`}.`,
    ours.length === 0 ? "None depends on what others do alone." : `Out of direct reach are: ${list(ours)}.`,
    "Whoever behaves as the estate does in all of them is not found by it.",
  ].join(" ");
}

function suiteSection(suite: LoadedSuite | undefined): string {
  if (suite === undefined) return "This package has no suite yet: nothing is said about what a version of it must flag or pass.";
  const bad = suite.cases.filter((c) => c.expect === "flag");
  const intro = `${bad.length} known-bad and ${suite.cases.length - bad.length} known-good cases, made by hand for the suite. With so few, shares are told as k of n with a Wilson interval and rank nothing.`;
  const rows = suite.cases.map((c) => [c.title, c.expect === "flag" ? "must be flagged" : "must pass", c.technique ?? "–"]);
  return `${intro}\n\n${table(["Case", "Expected", "Technique"], rows)}\n\nSuite ${suite.digest.slice(0, 16)}.`;
}

/**
 * The model card of a package as Markdown, made of what its files state and of nothing else; sections after Mitchell et al. 2019, "Model
 * Cards for Model Reporting". Figures of a version stand with the version.
 */
export function renderCard({ spec, featureSqlDigest }: LoadedPackage, suite: LoadedSuite | undefined): string {
  const { trees, sampleSize } = spec.algorithm;
  const sections = [
    `# ${spec.title}`,
    `Model package \`${spec.name}\`, owned by ${spec.owner}. Generated from the package's files; edit those.`,
    "## Hypothesis",
    spec.hypothesis,
    "## ATT&CK candidates",
    table(
      ["Technique", "Name"],
      spec.attack.map((a) => [a.technique, a.name]),
    ),
    "## Subjects",
    `It scores ${spec.grain.subject}, known by ${spec.grain.keys.map((k) => k.title.toLowerCase()).join(", ")}, from events of ${spec.requires.join(", ")}.`,
    "## Algorithm",
    `Isolation forest of ${trees} trees on samples of ${sampleSize} subjects. ${spec.calibration.fraction * 100} % of the subjects are kept for split-conformal p-values. The daily budget is ${spec.dailyBudget} anomalies; against its suite a version flags at p ≤ ${spec.operatingPoint.pValue}.`,
    "## Features",
    featureTable(spec.features),
    `Feature SQL ${featureSqlDigest.slice(0, 16)}.`,
    "## What it must beat",
    `${spec.naiveFoil.title}:\n\n\`\`\`sql\n${spec.naiveFoil.sql}\n\`\`\``,
    "## Suite",
    suiteSection(suite),
    "## Threat model and limits",
    threatModel(spec.features),
    "A score says how unlike the rest a subject is, not that it is malicious. Features are relative to the events at hand, so that short captures order few subjects weakly.",
  ];
  return `${sections.join("\n\n")}\n`;
}
