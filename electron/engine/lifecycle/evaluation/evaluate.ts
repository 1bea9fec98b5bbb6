import type { EvaluationReport } from "../../../../shared/contract/evaluations.ts";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import { PromotionSettings } from "../../../../shared/contract/promotion-settings.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { loadBundle } from "../../scoring/bundle.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import { subjectKeyText } from "../../scoring/split.ts";
import type { ModelWork } from "../../scoring/train-model.ts";
import { openScorer } from "../../scoring/version-scorer.ts";
import { gateLines } from "../gate/gate-lines.ts";
import { shareOf } from "../gate/line.ts";
import { isComplete } from "./case-rows.ts";
import { byGroup, candidateShares, entrantsOf, judgeCases } from "./judge-cases.ts";
import { type JudgedRow, judgedRows } from "./judged-rows.ts";
import { type Entrants, type KnownCases, readKnownCases, setOfRows, type SuitesAtHand } from "./known-cases.ts";
import { reviewEvidence } from "../review/outcome.ts";
import { shadowEvidence } from "./production-evidence.ts";
import { describeReplay, periodsOf, readReplay } from "./replay.ts";
import { checkBundle, lineageFacts } from "./soundness.ts";
import { splitByTime } from "./time-split.ts";
import { readTrainingSide, scoreGolden, type TrainingSide } from "./training-side.ts";
import { trivialMethods } from "./trivial.ts";
import type { VersionJudge } from "./version-judge.ts";

export interface EvaluationWork extends ModelWork {
  readonly candidate: ModelVersion;
  readonly champion: ModelVersion | undefined;
  readonly suites: Omit<SuitesAtHand, "mostLooks">;
  /** A folder of its own for the suite's events; removed in the end. */
  readonly scratchDir: string;
}

type Found = Omit<EvaluationReport, "gate">;

/**
 * Holds a version against its suites, every confirmed incident and a replay of telemetry after its training, beside the champion and the
 * trivial methods. The same inputs give the same report. Throws AppError `workspace-damaged` for a damaged bundle, `model-mismatch` for a
 * suite that does not fit; CancelledError on the signal.
 */
export async function evaluateVersion(work: EvaluationWork): Promise<EvaluationReport> {
  const open = async ({ model, id }: ModelVersion): Promise<VersionJudge> => {
    const bundle = loadBundle(work.workspaceRoot, model, id);
    return { id, bundle, scorer: await openScorer(work, bundle) };
  };
  const candidate = await open(work.candidate);
  try {
    const champion = work.champion === undefined ? undefined : await open(work.champion);
    try {
      const found = await evaluate(work, { candidate, champion });
      return { ...found, gate: gateLines(found) };
    } finally {
      champion?.scorer.close();
    }
  } finally {
    candidate.scorer.close();
  }
}

const hourUs = 3_600_000_000;

async function evaluate(work: EvaluationWork, entrants: Entrants): Promise<Found> {
  const { db } = work;
  const { candidate, champion } = entrants;
  const { spec } = candidate.bundle.pkg;
  const { pValue } = spec.operatingPoint;
  const settings = spec.promotion;
  const step = (stage: string): void => work.progress?.({ stage, done: 0, total: null, unit: "" });
  const judged = judgedRows(db, spec.name);
  step("reading what it was trained on");
  const side = await readTrainingSide(work, candidate, judged);
  const cutUs = side.endUs === null ? null : side.endUs + settings.embargoHours * hourUs;
  const methods = trivialMethods(candidate.bundle.pkg, candidate.bundle.baselines, seedOf(candidate.id));
  step("judging known cases");
  const suites = { ...work.suites, mostLooks: settings.looks };
  const known = await readKnownCases(entrants, suites, side, { cutUs, scratchDir: work.scratchDir, signal: work.signal });
  const cases = judgeCases(known.cases, pValue);
  step("replaying telemetry after its training");
  const replayed = await readReplay(work, entrants, cutUs);
  const replay = replayed === undefined ? null : describeReplay(replayed, pValue, spec.dailyBudget);
  step("checking the bundle");
  const sample = side.matrix ?? known.sets[0]?.matrix;
  const bundle = { checks: await checkBundle(candidate, sample), golden: await scoreGolden(candidate, side, pValue, judged) };
  const facts = { candidate: candidate.id, champion: champion?.id ?? null, replay, operatingPValue: pValue, foil: spec.naiveFoil.title };
  const critical = cases.filter(({ id, expect }) => expect === "flag" && settings.critical.includes(id));
  return {
    schema: 1,
    model: spec.name,
    version: candidate.id,
    champion: champion?.id ?? null,
    dataset: work.dataset.id,
    operatingPValue: pValue,
    calibrationRows: candidate.bundle.calibration.scores.length,
    settings,
    changed: changedSettings(settings),
    suites: [...known.suites],
    entrants: entrantsOf(known, cases, methods, facts),
    techniques: byGroup(cases, (c) => c.technique).map(({ key, ...rest }) => ({ technique: key, ...rest })),
    variants: byGroup(cases, (c) => c.variant).map(({ key, ...rest }) => ({ variant: key, ...rest })),
    ...candidateShares(cases),
    fresh: candidateShares(cases.filter(({ isWorn }) => !isWorn)),
    critical: {
      k: critical.filter((c) => c.candidate.flagged).length,
      n: critical.length,
      missed: critical.filter((c) => !c.candidate.flagged).map(({ id }) => id),
    },
    incidents: await regress(entrants, judged, pValue),
    cases,
    time: await splitByTime(entrants, side, replayed?.matrix, laterRows(known, judged, candidate, side, cutUs), { settings, methods }),
    replay,
    periods: replayed === undefined ? [] : periodsOf(replayed, labelsOf(judged), settings.overTime, spec.dailyBudget),
    review: reviewEvidence(db, candidate.id, champion?.id ?? null),
    shadow: shadowEvidence(db, candidate.id),
    bundle,
    lineage: lineageFacts(db, candidate),
  };
}

const seedOf = (version: string): number => Number.parseInt(version.slice(0, 8), 16);

/** Every confirmed incident in force, found again by both versions, whether it taught them or not. */
async function regress(entrants: Entrants, judged: readonly JudgedRow[], operatingPValue: number): Promise<Found["incidents"]> {
  const { pkg } = entrants.candidate.bundle;
  const all = judged.filter(({ isBad }) => isBad === true);
  const rows = all.filter(({ row, featureSql }) => featureSql === pkg.featureSqlDigest && isComplete(pkg, row)).map(({ row }) => row);
  const { candidate, champion } = await setOfRows(entrants, rows);
  const isFlagged = (pValues: Float64Array, row: number): boolean => (pValues[row] ?? Number.NaN) <= operatingPValue;
  const own = rows.map((_, row) => isFlagged(candidate.pValues, row));
  const theirs = champion === null ? null : rows.map((_, row) => isFlagged(champion.pValues, row));
  return {
    flagged: shareOf(own),
    champion: theirs === null ? null : shareOf(theirs),
    lost: rows.filter((_, row) => theirs?.[row] === true && own[row] !== true).map(({ label }) => label),
    leftOut: all.length - rows.length,
  };
}

/** Known cases and judged subjects after training that did not teach it. */
function laterRows(known: KnownCases, judged: readonly JudgedRow[], { bundle }: VersionJudge, side: TrainingSide, cutUs: number | null) {
  const later = judged.filter(
    ({ anomaly, isBad, featureSql, row }) =>
      isBad !== null &&
      featureSql === bundle.pkg.featureSqlDigest &&
      isComplete(bundle.pkg, row) &&
      !side.lessons.has(anomaly) &&
      cutUs !== null &&
      row.fromUs >= cutUs,
  );
  return [...known.rows, ...later.map(({ isBad, row }) => ({ isBad: isBad === true, row }))];
}

const labelsOf = (judged: readonly JudgedRow[]): Map<string, boolean> =>
  new Map(
    judged.flatMap(({ isBad, row }) => (isBad === null ? [] : [[rowIdentity(subjectKeyText(row.keys), row.fromUs), isBad] as const])),
  );

/** Settings of a package that are not as they come, in words. */
function changedSettings(settings: PromotionSettings): string[] {
  const usual = new Map(Object.entries(PromotionSettings.parse({})));
  return Object.entries(settings).flatMap(([name, value]) => {
    const before = canonicalJson(usual.get(name) ?? null);
    return canonicalJson(value) === before ? [] : [`${name} ${canonicalJson(value)} instead of ${before}`];
  });
}
