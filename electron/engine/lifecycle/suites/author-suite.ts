import { AppError } from "../../../../shared/contract/errors.ts";
import type { SuiteChoice, WorkspaceCase, WorkspaceSuite } from "../../../../shared/contract/suites.ts";
import type { Decision } from "../../../../shared/contract/workspace.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import { isComplete } from "../evaluation/case-rows.ts";
import type { JudgedRow } from "../evaluation/judged-rows.ts";
import { readSuite, suitesIn } from "./workspace-suites.ts";

interface Wanted {
  readonly title: string;
  readonly cases: readonly { readonly anomalyId: string; readonly technique?: string | undefined; readonly variant?: string | undefined }[];
}

/**
 * A suite of cases as their verdicts in force say: what was confirmed must be flagged, what was benign or the model's mistake must pass. Throws
 * AppError `bad-input` for a case whose verdict decides neither way, a known-bad one without technique, or one given twice.
 */
export function authorSuite(pkg: LoadedPackage, judged: readonly JudgedRow[], { title, cases }: Wanted): WorkspaceSuite {
  const byId = new Map(judged.map((one) => [one.anomaly, one]));
  const ids = cases.map(({ anomalyId }) => anomalyId);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new AppError("bad-input", `The case ${twice} is there twice.`, { field: "cases" });
  return { schema: 1, model: pkg.spec.name, title, cases: cases.map((wanted) => toCase(pkg, byId.get(wanted.anomalyId), wanted)) };
}

function toCase(pkg: LoadedPackage, one: JudgedRow | undefined, { anomalyId, technique, variant }: Wanted["cases"][number]): WorkspaceCase {
  const refuse = (problem: string): AppError => new AppError("bad-input", problem, { field: "cases" });
  if (one === undefined) throw refuse(`${anomalyId} has no verdict in force of ${pkg.spec.name}.`);
  const { row, isBad } = one;
  if (isBad === null)
    throw refuse(`The verdict on ${row.label} says neither that it is bad nor that it is good, or analysts differ about it.`);
  if (isBad && technique === undefined) throw refuse(`${row.label} is known to be bad: say by which technique.`);
  if (one.featureSql === undefined || !isComplete(pkg, row))
    throw refuse(`${row.label} was scored with other features than the package has now.`);
  return {
    id: one.anomaly,
    title: row.label.slice(0, 1000),
    expect: isBad ? "flag" : "pass",
    ...(isBad && technique !== undefined ? { technique } : {}),
    ...(variant === undefined ? {} : { variant }),
    label: row.label.slice(0, 1000),
    keys: { ...row.keys },
    from: row.fromUs,
    to: row.toUs,
    events: row.events,
    features: { ...row.features },
    extras: { ...row.extras },
    featureSql: one.featureSql,
    anomaly: one.anomaly,
    decision: one.decision,
  };
}

/** Verdicts that a case can be made of, newest first, and the suite each is in already. */
export function suiteChoices(
  judged: readonly JudgedRow[],
  { suitesDir, made, model }: { readonly suitesDir: string; readonly made: readonly Decision[]; readonly model: string },
): SuiteChoice[] {
  const used = new Map(
    suitesIn(made, model).flatMap(({ suite, title }) => readSuite(suitesDir, suite).cases.map(({ anomaly }) => [anomaly, title] as const)),
  );
  return judged
    .flatMap(({ anomaly, isBad, row, verdict, analyst, atUs }): SuiteChoice[] =>
      isBad === null
        ? []
        : [
            {
              anomalyId: anomaly,
              label: row.label,
              expect: isBad ? "flag" : "pass",
              verdict,
              analyst,
              at: atUs,
              from: row.fromUs,
              usedIn: used.get(anomaly) ?? null,
            },
          ],
    )
    .toSorted((a, b) => b.at - a.at || (a.anomalyId < b.anomalyId ? -1 : 1));
}
