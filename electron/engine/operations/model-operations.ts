import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelSummary, Run, ScoreResult } from "../../../shared/contract/models.ts";
import type { DatasetVersion, TimeRange } from "../../../shared/contract/telemetry.ts";
import { findPackage, listPackages, type LoadedPackage } from "../features/packages.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import { promoteVersion } from "../lifecycle/promote.ts";
import { rulesOnly } from "../lifecycle/rules-only.ts";
import { requireVersion } from "../lifecycle/set-stage.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { listRuns } from "../scoring/runs.ts";
import { scoreModel } from "../scoring/score-model.ts";
import type { ModelWork } from "../scoring/train-model.ts";
import { findVersion, modelVersions } from "../scoring/versions.ts";
import { auditShareOf } from "../sqlite/settings.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { recordDriftCheck } from "./drift-lineage.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { passGate } from "./evaluation-operations.ts";
import { recordPromotion, recordScoring, recordTraining } from "./model-lineage.ts";
import { buildRunContexts } from "./run-contexts.ts";
import { measureRunHealth, storeRunHealth } from "./run-health.ts";
import { runJob } from "./run-job.ts";
import { scoreChallengers } from "./shadow-scoring.ts";
import { trainWithLabels } from "./train-round.ts";
import { signer } from "./triage-operations.ts";

type Names = "models.list" | "models.train" | "models.trainingReport" | "models.promote" | "scoring.run" | "scoring.runs";

interface Control {
  readonly signal: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
}

export function modelOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, log } = parts.workspace;
  return {
    "models.list": async () => listPackages(parts.packagesDir).map((pkg) => summarise(parts, pkg)),
    "models.train": (input, context) => {
      requireWritable(parts);
      requireOrder(input.range);
      const pkg = findPackage(listPackages(parts.packagesDir), input.model);
      const dataset = getDatasetVersion(db, input.dataset);
      return runJob(parts, "models.train", `Train ${pkg.spec.name}`, context, async (signal, progress) => {
        const work = { ...workOf(parts, pkg, dataset, input.range, { signal, progress }), seed: input.seed };
        const version = await recordTraining(parts)(work, input.labels === "current" ? trainWithLabels : undefined);
        parts.emit("models.changed", { model: pkg.spec.name });
        return version;
      });
    },
    "models.trainingReport": async ({ model, version: selector }) => {
      const version = findVersion(db, model, selector);
      if (version === undefined) throw new AppError("not-found", `${model} has no version "${selector}".`, { field: "version" });
      return loadBundle(parts.workspace.paths.root, model, version.id).training ?? null;
    },
    "models.promote": async (input) => {
      requireWritable(parts);
      const analyst = signer(parts, input.analyst);
      const { override, ...request } = input;
      const { keep, evidence } = passGate(parts, requireVersion(db, input.model, input.version), { analyst, override });
      const version = await recordPromotion(parts, input, () =>
        inTransaction(db, () => {
          keep();
          return promoteVersion(db, log, { ...request, analyst, evidence });
        }),
      );
      parts.emit("models.changed", { model: input.model });
      return version;
    },
    "scoring.run": (input, context) => {
      requireWritable(parts);
      requireOrder(input.range);
      const packages = listPackages(parts.packagesDir);
      const chosen = input.models.length === 0 ? packages : input.models.map((name) => findPackage(packages, name));
      const dataset = getDatasetVersion(db, input.dataset);
      const auditShare = input.auditShare ?? auditShareOf(db);
      return runJob(parts, "scoring.run", `Score ${chosen.map((p) => p.spec.name).join(", ")}`, context, async (signal, progress) => {
        const { runs, skipped }: ScoreResult = { runs: [], skipped: [] };
        for (const pkg of chosen) {
          const named = (change: JobProgress): void => progress({ ...change, stage: `${pkg.spec.name}: ${change.stage ?? ""}` });
          const work = workOf(parts, pkg, dataset, input.range, { signal, progress: named });
          try {
            if (input.version === "champion") requireNotRulesOnly(parts, pkg);
            const run = await scoreWithContext(parts, { ...work, version: input.version, budget: input.budget, auditShare });
            runs.push(run);
            skipped.push(...(await scoreChallengers(parts, work, run)));
          } catch (error) {
            if (input.models.length > 0 || !(lacksSubjects(error) || isRulesOnly(error))) throw error;
            skipped.push({ model: pkg.spec.name, because: error.message });
          }
        }
        requireRuns({ runs, skipped });
        progress({ stage: "judging the health of the data", done: 0, total: null, unit: "anomalies" });
        const health = await measureRunHealth(parts, dataset.id, signal);
        for (const run of runs) storeRunHealth(parts, run, health);
        parts.emit("queue.changed", { runs: runs.map((r) => r.id) });
        return { runs, skipped };
      });
    },
    "scoring.runs": async () => listRuns(db),
  };
}

/** What a model's training and scoring need, over a dataset version and range. */
export const workOf = (parts: EngineParts, pkg: LoadedPackage, dataset: DatasetVersion, range: TimeRange, control: Control): ModelWork => ({
  db: parts.workspace.db,
  workspaceRoot: parts.workspace.paths.root,
  queryEngine: parts.queryEngine,
  runtime: parts.runtime,
  pkg,
  dataset,
  range,
  ...control,
});

function summarise(parts: EngineParts, pkg: LoadedPackage): ModelSummary {
  const { spec } = pkg;
  const rules = rulesOnly(parts.workspace.db, pkg);
  const versions = modelVersions(parts.workspace.db, spec.name);
  const champion = versions.find((v) => v.stage === "champion");
  return {
    name: spec.name,
    title: spec.title,
    hypothesis: spec.hypothesis,
    attack: spec.attack,
    requires: spec.requires,
    ...(champion === undefined ? {} : { champion: champion.id }),
    ...(rules === undefined ? {} : { rulesOnly: rules }),
    versions,
  };
}

/** Where a champion was lost no version stands in for it by itself. */
function requireNotRulesOnly({ workspace }: EngineParts, pkg: LoadedPackage): void {
  const stands = rulesOnly(workspace.db, pkg);
  if (stands === undefined) return;
  const since = new Date(stands.since / 1000).toISOString().slice(0, 16).replace("T", " ");
  throw new AppError("conflict", `${pkg.spec.title} stands at rules only since ${since} UTC: ${stands.because}.`, {
    field: "models",
    hint: `Its rule is “${stands.rule.title}”. Roll back or promote a version, or name one to try it.`,
  });
}

const isRulesOnly = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === "conflict" && error.detail.field === "models";

const lacksSubjects = (error: unknown): error is AppError => error instanceof AppError && error.code === "no-subjects";

function requireRuns({ runs, skipped }: ScoreResult): void {
  if (runs.length > 0 || skipped.length === 0) return;
  throw new AppError("no-subjects", `No model could score the chosen events. ${skipped.map((s) => `${s.model}: ${s.because}`).join(" ")}`);
}

function requireOrder({ from, to }: TimeRange): void {
  if (from !== undefined && to !== undefined && to <= from)
    throw new AppError("bad-input", "The time range ends before it begins, or is empty.", { field: "range" });
}

/** No anomaly without context: the graphs are built and stored before the run is announced. */
async function scoreWithContext(parts: EngineParts, work: Parameters<typeof scoreModel>[0]): Promise<Run> {
  const run = await recordScoring(parts, work, (self) =>
    scoreModel({ ...work, train: recordTraining(parts, self), checkDrift: recordDriftCheck(parts, work, self) }),
  );
  work.progress?.({ stage: "building context", done: 0, total: run.surfaced, unit: "anomalies" });
  await buildRunContexts(parts, run, work.signal);
  return run;
}
