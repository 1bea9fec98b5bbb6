import { InferenceSession } from "onnxruntime-node";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ForeignFacts } from "../../../../shared/contract/foreign-models.ts";
import { toMemoryError } from "../../memory-failure.ts";
import { checkForeignModel } from "./foreign-guard.ts";
import { checkBinding } from "./binding.ts";
import { checkRows, feedsFor } from "./feed.ts";
import type { ForeignAnswer, ForeignRequest, ForeignScored, OpenRequest, ScoreRequest } from "./foreign-protocol.ts";
import { refuse } from "./refuse.ts";
import { reduceOutput } from "./reduce-output.ts";

/** Neighbour models hold a batch against all their rows at once. */
const batchRows = 512;

interface OpenModel {
  readonly session: InferenceSession;
  readonly facts: ForeignFacts;
}
type Progress = (done: number, total: number) => void;

/** What ONNX Runtime says of somebody else's model is shown in part: it may quote the file. */
const inShort = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .replace(/\s+/g, " ")
    .slice(0, 300);

/** Memory that is not there is no fault of the model. */
function refuseFor(error: unknown, reason: string): never {
  const told = toMemoryError(error);
  if (told instanceof AppError) throw told;
  return refuse(reason);
}

async function open(request: OpenRequest): Promise<{ model: OpenModel; answer: ForeignAnswer }> {
  const { bytes, facts } = checkForeignModel(request);
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    executionProviders: ["cpu"],
    logSeverityLevel: 4,
  }).catch((error: unknown) => refuseFor(error, `ONNX Runtime does not load it (${inShort(error)})`));
  return { model: { session, facts }, answer: { kind: "opened", bytes, facts } };
}

async function score({ session, facts }: OpenModel, request: ScoreRequest, progress: Progress): Promise<ForeignScored> {
  const { binding, rowCount } = request;
  checkBinding(facts, binding);
  const checked = checkRows(request);
  const scores = new Float64Array(rowCount).fill(Number.NaN);
  let noScore = 0;
  const step = facts.oneRowAtATime ? 1 : batchRows;
  for (let from = 0; from < checked.rows.length; from += step) {
    const rows = checked.rows.slice(from, from + step);
    const feeds = feedsFor(facts, binding, checked, rows);
    const results = await session
      .run(feeds, [binding.score.tensor])
      .catch((error: unknown) => refuseFor(error, `it fails on ${rows.length} rows (${inShort(error)})`));
    const given = feeds[binding.inputs[0]?.tensor ?? ""];
    for (const [i, value] of reduceOutput(binding, results[binding.score.tensor], given, rows.length).entries()) {
      if (Number.isFinite(Math.fround(value))) scores[rows[i] ?? 0] = value;
      else noScore++;
    }
    progress(from + rows.length, checked.rows.length);
  }
  return { kind: "scored", scores, unscored: { missing: checked.missing, "not-a-number": checked.notANumber, "no-score": noScore } };
}

/** Answers the requests about one model, in its own process. */
export function serveForeignModel(): (request: ForeignRequest, progress: Progress) => Promise<ForeignAnswer> {
  let model: OpenModel | undefined;
  return async (request, progress) => {
    if (request.kind === "open") {
      const opened = await open(request);
      ({ model } = opened);
      return opened.answer;
    }
    return score(model ?? refuse("it has not been opened"), request, progress);
  };
}
