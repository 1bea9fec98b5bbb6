import type { FeatureSpec } from "../../../shared/contract/models.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { type FoilReport, foilVerdict } from "./foil.ts";
import type { LoadedSuite } from "./suite.ts";

export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
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

const share = (k: number, n: number): string => {
  const { low, high } = wilson(k, n);
  return `${k} of ${n} (${Math.round(low * 100)} to ${Math.round(high * 100)} %)`;
};

/** What the bench counted, and what may be said of it; of another feature SQL nothing may. */
function foilSection(featureSqlDigest: string, foil: FoilReport | undefined): string {
  if (foil === undefined) return "Not measured yet: whether the package beats it is unknown.";
  if (foil.featureSqlDigest !== featureSqlDigest)
    return `Measured with feature SQL ${foil.featureSqlDigest.slice(0, 16)}, which is not this one: whether the package beats it is unknown.`;
  const { n, found, foilFound, packageOnly, foilOnly, p, verdict } = foilVerdict(foil);
  const rows = foil.sets.map((s) => [s.set, share(s.both + s.packageOnly, s.cases), share(s.both + s.foilOnly, s.cases)]);
  const because = `${packageOnly} found by the package alone, ${foilOnly} by the query alone; sign test p ${p.toPrecision(2)}`;
  return [
    `Known-bad cases with a wanted subject within the first ${foil.budget} places, for both alike:`,
    table(["Cases of", "Package", "Naive query"], [...rows, ["all together", share(found, n), share(foilFound, n)]]),
    `**${verdict === "not enough cases" ? "Not enough cases to tell" : verdict === "beats" ? "Beats it" : "Does not beat it"}** (${because}).`,
  ].join("\n\n");
}

/**
 * The model card of a package as Markdown, made of what its files state and of nothing else; sections after Mitchell et al. 2019, "Model
 * Cards for Model Reporting". Figures of a version stand with the version.
 */
export function renderCard({ spec, featureSqlDigest }: LoadedPackage, suite?: LoadedSuite, foil?: FoilReport): string {
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
    foilSection(featureSqlDigest, foil),
    "## Suite",
    suiteSection(suite),
    "## Threat model and limits",
    threatModel(spec.features),
    "A score says how unlike the rest a subject is, not that it is malicious. Features are relative to the events at hand, so that short captures order few subjects weakly.",
  ];
  return `${sections.join("\n\n")}\n`;
}
