import type { Database } from "../sqlite/database.ts";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { JudgeInput, VerdictState } from "../../../shared/contract/triage.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { blindSources } from "../../../shared/domain/blind.ts";
import { type VerdictKey, verdictKind } from "../../../shared/domain/verdict.ts";
import type { HoldKind } from "./hold-kinds.ts";
import type { DecisionBook } from "../decisions/decision-book.ts";
import { contentId, sha256 } from "../hash.ts";
import { loadText } from "../runtime.ts";
import { query } from "../sqlite/statement.ts";
import { type InReview, inReview } from "./blind-cases.ts";
import { checkVerdict, refuseDisputed } from "./check-verdict.ts";
import { looksAtDesk, viewerOf } from "./second-looks.ts";
import { readStates } from "./verdict-states.ts";
import type { VerdictBody } from "./verdict-projection.ts";

const seenSql = loadText(import.meta.url, "seen.sql");

const SeenRow = z.object({
  id: z.string(),
  run_id: z.string(),
  model_version: z.string(),
  score: z.number(),
  p_value: z.number(),
  body: z.string(),
  surfaced_at_us: z.number(),
  blind_kind: z.enum(blindSources).nullable(),
  propensity: z.number().nullable(),
});
/** The set that a bulk verdict was given on, as it was previewed. */
interface JudgedSet {
  readonly like: string;
  readonly words: string;
}

/** How a case came before the analyst, where what was made of it is kept from them. */
function blindOf(
  { id, blind_kind: kind, propensity }: z.infer<typeof SeenRow>,
  given: InReview | undefined,
): Pick<VerdictBody["seen"][number], "blind"> {
  const drawn = given?.propensities.get(id);
  if (drawn !== undefined) return { blind: { kind: "review", propensity: drawn } };
  return kind === null || propensity === null ? {} : { blind: { kind, propensity } };
}

interface Changed {
  readonly decision: Decision;
  readonly anomalyIds: readonly string[];
}

/** The set a bulk verdict is about, and how a verdict stands to those of others on the same anomaly. */
type JudgedHow = Pick<VerdictBody, "secondLooks" | "settles" | "adopts"> & { readonly set?: JudgedSet };

/**
 * Where people's judgements enter: the only writer of verdicts. Each call is one decision in the log and one transaction,
 * so a bulk verdict is undone as one, and a crash keeps either all of it or nothing.
 */
export class Judge {
  readonly #db: Database;
  readonly #book: DecisionBook;

  constructor(db: Database, book: DecisionBook) {
    this.#db = db;
    this.#book = book;
  }

  /**
   * Whoever signs at the desk has not seen the verdicts that are kept from them: theirs on those cases are second looks. Throws `not-found`, `bad-input`,
   * or `conflict` where analysts differ and this is no settlement.
   */
  judge(input: z.output<typeof JudgeInput>, analyst: string, { set, ...review }: JudgedHow = {}): Changed {
    const blind = inReview(this.#db, input.anomalyIds, analyst);
    const isLooking = blind === undefined && review.secondLooks === undefined && analyst === viewerOf(this.#db);
    const looks = isLooking ? looksAtDesk(this.#db, input.anomalyIds) : [];
    const judgedAs = new Map(looks.map((look) => [look.anomaly, look.judged]));
    const secondLooks = blind?.unseen ?? review.secondLooks ?? Object.fromEntries(looks.map((look) => [look.judged, look.decision]));
    const anomalyIds = [...new Set(input.anomalyIds.map((id) => judgedAs.get(id) ?? id))];
    const seen = query(this.#db, seenSql, SeenRow).all({ anomalies: JSON.stringify(anomalyIds) });
    const found = new Set(seen.map((s) => s.id));
    const missing = anomalyIds.find((id) => !found.has(id));
    if (missing !== undefined) throw new AppError("not-found", `there is no anomaly ${missing}`);
    const kind = verdictKind(input.verdict as VerdictKey);
    checkVerdict(this.#db, input, kind);
    if (review.settles === undefined && blind === undefined) refuseDisputed(this.#db, anomalyIds);
    const body: VerdictBody = {
      anomalyIds,
      verdict: kind.key,
      reason: input.reason,
      note: input.note,
      valid: input.valid ?? kind.anomalyValid,
      ...(input.confidence === undefined ? {} : { confidence: input.confidence }),
      ...(input.duplicateOf === undefined ? {} : { duplicateOf: input.duplicateOf }),
      techniques: input.techniques,
      ...(input.activeSeconds === undefined ? {} : { activeSeconds: input.activeSeconds }),
      ...(input.viewedAt === undefined ? {} : { viewedAt: input.viewedAt }),
      ...review,
      ...(Object.keys(secondLooks).length === 0 ? {} : { secondLooks }),
      ...(anomalyIds.length > 1 ? { bulkId: `b${contentId(anomalyIds).slice(0, 16)}` } : {}),
      ...(set === undefined ? {} : { set }),
      ...(blind === undefined ? {} : { review: blind.review }),
      seen: seen.map((s) => ({
        anomalyId: s.id,
        run: s.run_id,
        modelVersion: s.model_version,
        // Kept from the analyst, it is kept from the log that the analyst can read.
        ...(blind === undefined ? { score: s.score, pValue: s.p_value } : {}),
        bodySha256: sha256(s.body),
        surfacedAt: s.surfaced_at_us,
        ...blindOf(s, blind),
      })),
    };
    return { decision: this.#book.record("verdict.record", analyst, body), anomalyIds };
  }

  note(anomalyId: string, text: string, analyst: string): Changed {
    const found = query(this.#db, seenSql, SeenRow).all({ anomalies: JSON.stringify([anomalyId]) });
    if (found.length === 0) throw new AppError("not-found", `there is no anomaly ${anomalyId}`);
    return { decision: this.#book.record("note.record", analyst, { anomalyId, text }), anomalyIds: [anomalyId] };
  }

  /** Records a decision about what the queue leaves out, among the analyst's others. */
  decide(analyst: string, kind: HoldKind, body: unknown): Changed {
    return { decision: this.#book.record(kind, analyst, body), anomalyIds: [] };
  }

  /** The verdicts in force for these anomalies; an anomaly without one is absent. */
  states(anomalyIds: readonly string[]): ReadonlyMap<string, VerdictState> {
    return readStates(this.#db, anomalyIds);
  }
}
