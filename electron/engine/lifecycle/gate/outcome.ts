import { AppError } from "../../../../shared/contract/errors.ts";
import type { GateLine, GateOutcome, ReviewEvidence } from "../../../../shared/contract/evaluations.ts";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import type { Database } from "../../sqlite/database.ts";
import { newestEvaluation } from "../evaluation/store-evaluation.ts";
import { overridesOf, trainersOf } from "../model-log.ts";
import { reviewEvidence } from "../review/outcome.ts";
import { fourEyesLine, passes } from "./gate-lines.ts";

/** Where a version stands before the gate if `approver` were to promote it over `champion`. Throws as `readReport` does. */
export function gateOf(
  db: Database,
  evaluationsDir: string,
  { model, id, stage }: Pick<ModelVersion, "model" | "id" | "stage">,
  { champion, approver }: { readonly champion: string | undefined; readonly approver: string },
): GateOutcome {
  const evaluation = newestEvaluation(db, evaluationsDir, model, id);
  const trainers = trainersOf(db, model, id);
  const compared = evaluation?.report.champion;
  // What is champion itself keeps the evaluation that it became so by.
  const rival = stage === "champion" && compared !== undefined ? compared : (champion ?? null);
  const stale = whyStale(compared, rival) ?? (stage === "champion" ? null : whyReviewedSince(db, id, rival, evaluation?.report.review));
  const lines = evaluation === undefined ? [] : [...evaluation.report.gate, fourEyesLine(approver, trainers)];
  return {
    evaluation: evaluation ?? null,
    stale,
    lines,
    passes: stale === null && passes(lines),
    trainers,
    overrides: overridesOf(db, model),
  };
}

const short = (id: string): string => id.slice(0, 12);

function whyStale(compared: string | null | undefined, champion: string | null): string | null {
  if (compared === undefined) return "It has not been evaluated yet.";
  if (compared === champion) return null;
  if (compared === null) return `It was evaluated before there was a champion; ${short(champion ?? "")} is now.`;
  return champion === null
    ? `It was evaluated beside ${short(compared)}, and there is no champion now.`
    : `It was evaluated beside ${short(compared)}; ${short(champion)} is champion now.`;
}

/** What an ended review says now must be what the evaluation rests on. */
function whyReviewedSince(db: Database, version: string, champion: string | null, then: ReviewEvidence | undefined): string | null {
  const now = reviewEvidence(db, version, champion);
  const isEnded = then?.sample?.isEnded === true || now.sample?.isEnded === true;
  return isEnded && canonicalJson(now) !== canonicalJson(then ?? null)
    ? "Its blind review says something else now than when it was evaluated."
    : null;
}

const notPassed = (lines: readonly GateLine[]): GateLine[] => lines.filter(({ state }) => state !== "pass");

/** Throws AppError `conflict` that names what does not pass, and how to go on all the same. */
export function requirePass({ stale, lines, passes: isPassed }: GateOutcome): void {
  if (isPassed) return;
  const why =
    stale ??
    notPassed(lines)
      .map(({ line, title, state }) => `${line} ${title.toLowerCase()} (${state === "fail" ? "fails" : "not enough to tell"})`)
      .join("; ");
  throw new AppError("conflict", `The gate does not let it pass: ${why}`, {
    field: "override",
    hint: "Evaluate it, or promote it with an override and its reason, which stay with the model.",
  });
}

/** The lines that an override sets aside, as the log keeps them. */
export const overriddenLines = ({ lines }: Pick<GateOutcome, "lines">): { line: number; state: GateLine["state"] }[] =>
  notPassed(lines).map(({ line, state }) => ({ line, state }));
