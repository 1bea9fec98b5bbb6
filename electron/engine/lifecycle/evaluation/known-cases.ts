import type { EvaluatedCase, SuiteUse } from "../../../../shared/contract/evaluations.ts";
import type { WorkspaceCase } from "../../../../shared/contract/suites.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import { subjectKeyText } from "../../scoring/split.ts";
import { type LoadedSuite } from "../suite.ts";
import { requireFeatures, rowOfCase, suiteSubjects } from "../suite-subjects.ts";
import type { StoredSuite } from "../suites/workspace-suites.ts";
import { type CaseRow, isComplete, matrixOfRows } from "./case-rows.ts";
import type { TrainingSide } from "./training-side.ts";
import { alignedTo, type Found, findBy, type Judging, type VersionJudge } from "./version-judge.ts";

/** Rows that hold cases, as every entrant found them. */
export interface CaseSet {
  readonly matrix: FeatureMatrix;
  readonly candidate: Found;
  readonly champion: Found | null;
  /** By the naive foil, where there are events to list. */
  readonly foil: Float64Array | null;
}

export interface KnownCase extends Omit<EvaluatedCase, "candidate" | "champion"> {
  readonly set: CaseSet;
  readonly row: number;
}

export interface KnownCases {
  readonly sets: readonly CaseSet[];
  readonly cases: readonly KnownCase[];
  readonly suites: readonly SuiteUse[];
  /** Cases of workspace suites that count, which have a time and a subject. */
  readonly rows: readonly { readonly isBad: boolean; readonly row: CaseRow }[];
}

export interface Entrants {
  readonly candidate: VersionJudge;
  readonly champion: VersionJudge | undefined;
}

export interface SuitesAtHand {
  readonly package: LoadedSuite | undefined;
  readonly own: readonly StoredSuite[];
  /** Versions each suite has judged before. */
  readonly looks: ReadonlyMap<string, ReadonlySet<string>>;
  readonly mostLooks: number;
}

/** What both versions are asked by where their bundles do not matter. */
export interface Judges {
  readonly candidate: Judging;
  readonly champion: Judging | undefined;
}

/** Kept rows as both versions find them; the champion only where it reads the same features. */
export async function setOfRows({ candidate, champion }: Judges, rows: readonly CaseRow[]): Promise<CaseSet> {
  const matrix = matrixOfRows(candidate.bundle.pkg, rows);
  const isShared = champion?.bundle.pkg.featureSqlDigest === candidate.bundle.pkg.featureSqlDigest;
  return {
    matrix,
    candidate: await findBy(candidate, matrix),
    champion: champion !== undefined && isShared ? await findBy(champion, matrix) : null,
    foil: null,
  };
}

function lookedAt({ looks, mostLooks }: SuitesAtHand, id: string, version: string): Pick<SuiteUse, "looks" | "worn"> {
  const all = new Set(looks.get(id)).add(version).size;
  return { looks: all, worn: all > mostLooks };
}

async function packageCases(
  entrants: Entrants,
  suites: SuitesAtHand,
  scratchDir: string,
  signal: AbortSignal | undefined,
): Promise<Omit<KnownCases, "rows">> {
  const { candidate, champion } = entrants;
  const suite = suites.package;
  if (suite === undefined) return { sets: [], cases: [], suites: [] };
  const { pkg } = candidate.bundle;
  const { spec } = pkg;
  const subjects = await suiteSubjects(suite, champion === undefined ? [pkg] : [pkg, champion.bundle.pkg], scratchDir, signal);
  const [own, theirs] = subjects?.matrices ?? [];
  const events: CaseSet | undefined =
    own === undefined
      ? undefined
      : {
          matrix: own,
          candidate: await findBy(candidate, own),
          champion: champion === undefined || theirs === undefined ? null : alignedTo(own, theirs, await findBy(champion, theirs)),
          foil: subjects?.foil ?? null,
        };
  const rowCases = suite.cases.filter((c) => "row" in c);
  for (const wanted of rowCases) requireFeatures(pkg, wanted);
  const rows = await setOfRows(
    entrants,
    rowCases.map(({ id, row }) => ({ keys: {}, label: id, fromUs: 0, toUs: 0, events: 0, features: row, extras: {} })),
  );
  const { looks, worn } = lookedAt(suites, suite.digest, candidate.id);
  const cases = suite.cases.flatMap((c): KnownCase[] => {
    const facts = {
      suite: suite.digest,
      id: c.id,
      title: c.title,
      expect: c.expect,
      technique: c.technique ?? null,
      variant: c.variant ?? null,
      isWorn: worn,
    };
    if ("row" in c) return [{ ...facts, set: rows, row: rowCases.indexOf(c) }];
    return events === undefined ? [] : [{ ...facts, set: events, row: rowOfCase(own, c, spec.name) }];
  });
  const bad = cases.filter(({ expect }) => expect === "flag").length;
  return {
    sets: [...(events === undefined ? [] : [events]), ...(rowCases.length === 0 ? [] : [rows])],
    cases,
    suites: [
      {
        id: suite.digest,
        title: `${spec.title}: of the package`,
        origin: "package",
        bad,
        good: cases.length - bad,
        looks,
        worn,
        leftOut: [],
      },
    ],
  };
}

/** Why a case made from a verdict counts for nothing here, or undefined. */
function whyLeftOut(c: WorkspaceCase, { candidate }: Entrants, side: TrainingSide, cutUs: number | null): string | undefined {
  const { pkg } = candidate.bundle;
  if (c.featureSql !== pkg.featureSqlDigest) return "its features were computed by other SQL";
  if (!isComplete(pkg, toRow(c))) return "it lacks a feature that this version reads";
  if (c.anomaly !== null && side.lessons.has(c.anomaly)) return "its verdict taught this version";
  if (side.rowOf.has(rowIdentity(subjectKeyText(c.keys), c.from))) return "this version was trained on it";
  return cutUs !== null && c.from < cutUs ? "it happened before training ended, or too soon after" : undefined;
}

const toRow = ({ keys, label, from, to, events, features, extras }: WorkspaceCase): CaseRow => ({
  keys,
  label,
  fromUs: from,
  toUs: to,
  events,
  features,
  extras,
});

async function workspaceCases(entrants: Entrants, suites: SuitesAtHand, side: TrainingSide, cutUs: number | null): Promise<KnownCases> {
  const counted: { readonly suite: StoredSuite; readonly c: WorkspaceCase; readonly worn: boolean }[] = [];
  const uses: SuiteUse[] = [];
  for (const suite of suites.own) {
    const { looks, worn } = lookedAt(suites, suite.id, entrants.candidate.id);
    const reasons = suite.cases.map((c) => whyLeftOut(c, entrants, side, cutUs));
    const kept = suite.cases.filter((_, i) => reasons[i] === undefined);
    counted.push(...kept.map((c) => ({ suite, c, worn })));
    const bad = kept.filter(({ expect }) => expect === "flag").length;
    const leftOut = [...Map.groupBy(reasons, (reason) => reason)].flatMap(([because, all]) =>
      because === undefined ? [] : [{ because, n: all.length }],
    );
    uses.push({ id: suite.id, title: suite.title, origin: "workspace", bad, good: kept.length - bad, looks, worn, leftOut });
  }
  const rows = counted.map(({ c }) => toRow(c));
  const set = await setOfRows(entrants, rows);
  return {
    sets: rows.length === 0 ? [] : [set],
    suites: uses,
    rows: counted.map(({ c }, i) => ({ isBad: c.expect === "flag", row: rows[i] ?? toRow(c) })),
    cases: counted.map(({ suite, c, worn }, row) => ({
      suite: suite.id,
      id: c.id,
      title: c.title,
      expect: c.expect,
      technique: c.technique ?? null,
      variant: c.variant ?? null,
      isWorn: worn,
      set,
      row,
    })),
  };
}

/**
 * Known-bad and known-good cases of the package and of the workspace, found by both versions. Of the workspace's those count for nothing that
 * the candidate was trained on, was taught by, or that are not later than its training.
 */
export async function readKnownCases(
  entrants: Entrants,
  suites: SuitesAtHand,
  side: TrainingSide,
  options: { readonly cutUs: number | null; readonly scratchDir: string; readonly signal?: AbortSignal | undefined },
): Promise<KnownCases> {
  const ofPackage = await packageCases(entrants, suites, options.scratchDir, options.signal);
  const own = await workspaceCases(entrants, suites, side, options.cutUs);
  return {
    sets: [...ofPackage.sets, ...own.sets],
    cases: [...ofPackage.cases, ...own.cases],
    suites: [...ofPackage.suites, ...own.suites],
    rows: own.rows,
  };
}
