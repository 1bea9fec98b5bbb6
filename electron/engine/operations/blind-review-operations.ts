import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { drawReview, reviewIdOf, type ReviewWork } from "../lifecycle/review/draw-review.ts";
import { receiptOf } from "../lifecycle/review/outcome.ts";
import { progressOf } from "../lifecycle/review/progress.ts";
import { reviewEndKind, toEnd } from "../lifecycle/review/review-kind.ts";
import { findReview, getReview, reviewsOf, type StoredReview } from "../lifecycle/review/review-store.ts";
import { requireVersion } from "../lifecycle/set-stage.ts";
import { shortId } from "../scoring/resolve-version.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { rivalOf } from "./evaluation-operations.ts";
import { recordReview } from "./model-lineage.ts";
import { workOf } from "./model-operations.ts";
import { buildRunContexts } from "./run-contexts.ts";
import { measureRunHealth, storeRunHealth } from "./run-health.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type Names = `blindReview.${"start" | "status" | "end" | "receipt"}`;

export function blindReviewOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  return {
    "blindReview.start": (input, context) => {
      requireWritable(parts);
      const version = requireVersion(db, input.model, input.version);
      requireReviewable(version);
      const pkg = findPackage(listPackages(parts.packagesDir), version.model);
      const dataset = getDatasetVersion(db, input.dataset);
      const analyst = signer(parts, input.analyst);
      return runJob(parts, "blindReview.start", `Draw a blind review of ${version.model}`, context, async (signal, progress) => {
        const work: ReviewWork = {
          ...workOf(parts, pkg, dataset, {}, { signal, progress }),
          candidate: version,
          champion: rivalOf(parts, version),
        };
        const review = findReview(db, reviewIdOf(work)) ?? (await drawCases(parts, work));
        return progressOf(db, review, analyst);
      });
    },
    "blindReview.status": async (input) => {
      const analyst = signer(parts, input.analyst);
      if ("review" in input) {
        const named = findReview(db, input.review);
        return named === undefined ? null : progressOf(db, named, analyst);
      }
      const version = requireVersion(db, input.model, input.version);
      const [review] = reviewsOf(db, version.id, rivalOf(parts, version)?.id ?? null);
      return review === undefined ? null : progressOf(db, review, analyst);
    },
    "blindReview.end": async (input) => {
      requireWritable(parts);
      const analyst = signer(parts, input.analyst);
      const review = getReview(db, input.review);
      const { id } = parts.decisions.record(reviewEndKind, analyst, toEnd(db, review, analyst));
      return { decision: id, receipt: receiptOf(db, review, analyst) };
    },
    "blindReview.receipt": async (input) => {
      const analyst = signer(parts, input.analyst);
      const review = getReview(db, input.review);
      const { state, judged, total } = progressOf(db, review, analyst);
      if (state !== "ended")
        throw new AppError("conflict", `${analyst} has judged ${judged} of ${total} cases; what it found is told when it is ended.`, {
          field: "review",
        });
      return receiptOf(db, review, analyst);
    },
  };
}

function requireReviewable({ model, id, stage }: ModelVersion): void {
  if (stage === "champion" || stage === "quarantined")
    throw new AppError("conflict", `${model}@${shortId(id)} is ${stage}: a review is for a version that may be promoted.`);
}

/** The cases with all that a queue would show of them beside their scores: context and the health of the data behind them. */
async function drawCases(parts: EngineParts, work: ReviewWork): Promise<StoredReview> {
  const { review, run } = await recordReview(parts, work, () => drawReview(work));
  work.progress?.({ stage: "building context", done: 0, total: run.surfaced, unit: "cases" });
  await buildRunContexts(parts, run, work.signal);
  work.progress?.({ stage: "judging the health of the data", done: 0, total: null, unit: "cases" });
  storeRunHealth(parts, run, await measureRunHealth(parts, work.dataset.id, work.signal));
  parts.emit("models.changed", { model: review.model });
  return review;
}
