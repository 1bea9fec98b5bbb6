import type { BlindReview, BlindReviewReceipt } from "../../shared/contract/blind-reviews.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { QueueRow, VerdictState } from "../../shared/contract/triage.ts";
import { verdictKinds } from "../../shared/domain/verdict.ts";
import { signTest } from "../../shared/lib/sign-test.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import type { FakeDecisions } from "./fake-decisions.ts";

const share = (k: number, n: number): BlindReviewReceipt["ofVersion"] => {
  const { low, high } = wilson(k, n);
  return { k, n, low, high };
};

export const sampleBlindReview = (model: string, version: string): BlindReview => ({
  id: "b1ad0123456789ab",
  model,
  version,
  champion: "7f3a9c51d20b44e8",
  dataset: "d9c4417b02",
  from: Date.UTC(2026, 2, 15) * 1000,
  to: Date.UTC(2026, 2, 22) * 1000,
  createdAt: Date.UTC(2026, 2, 22, 8) * 1000,
  analyst: "ana",
  state: "open",
  needed: 50,
  total: 61,
  judged: 0,
  undecided: 0,
  endedBy: [],
});

export const sampleReceipt = (review: BlindReview): BlindReviewReceipt => ({
  review: { ...review, state: "ended", endedBy: [review.analyst] },
  ofVersion: share(0, 0),
  ofChampion: share(0, 0),
  versionOnly: 0,
  championOnly: 0,
  pValue: 1,
  lists: { version: 70, champion: 70, shared: 44 },
  cases: [],
});

type Names = Extract<RequestName, `blindReview.${string}`>;
export type BlindReviewHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

interface World {
  readonly rows: readonly QueueRow[];
  readonly stateOf: (anomalyId: string) => VerdictState | null;
  readonly analyst: () => string;
  readonly decisions: FakeDecisions;
  readonly emit: <K extends EventName>(name: K, body: EventBody<K>) => void;
}

export interface FakeBlindReview {
  readonly handlers: BlindReviewHandlers;
  /** The rows of the review, blind until it is ended; undefined for another's id. */
  rowsOf(review: string): readonly QueueRow[] | undefined;
  /** A row as it is with the review there is. */
  blinded(row: QueueRow): QueueRow;
}

const foundBy = (verdict: string): boolean | null => {
  const use = verdictKinds.find(({ key }) => key === verdict)?.trainingUse ?? "none";
  return use === "none" ? null : use === "positive";
};

/** A review of a few cases that are in nobody's queue. */
export function createFakeBlindReview({ rows, stateOf, analyst, decisions, emit }: World): FakeBlindReview {
  let drawn: BlindReview | undefined;
  const ends = new Set<string>();
  let made = 0;
  const isCase = (id: string): boolean => rows.some(({ anomalyId }) => anomalyId === id);
  const now = (): BlindReview | null => {
    if (drawn === undefined) return null;
    const judged = rows.map(({ anomalyId }) => stateOf(anomalyId)).filter((state) => state !== null);
    const state = ends.has(analyst()) ? "ended" : judged.length === rows.length ? "judged" : "open";
    return {
      ...drawn,
      analyst: analyst(),
      state,
      total: rows.length,
      judged: judged.length,
      undecided: judged.filter(({ verdict }) => foundBy(verdict) === null).length,
      endedBy: [...ends],
    };
  };
  const required = (): BlindReview => {
    const review = now();
    if (review === null) throw new AppError("not-found", "There is no such blind review.", { field: "review" });
    return review;
  };
  const receipt = (): BlindReviewReceipt => {
    const review = required();
    const cases = rows.map((row, i) => {
      const verdict = stateOf(row.anomalyId)?.verdict ?? "";
      return {
        anomalyId: row.anomalyId,
        subject: row.subject.label,
        window: row.window,
        verdict,
        isMalicious: foundBy(verdict),
        versionRank: i % 3 === 0 ? null : i + 1,
        championRank: i % 3 === 1 ? null : 2 * i + 1,
      };
    });
    const on = (side: "versionRank" | "championRank") => {
      const own = cases.filter((one) => one[side] !== null && one.isMalicious !== null);
      return share(own.filter(({ isMalicious }) => isMalicious === true).length, own.length);
    };
    const only = (side: "versionRank" | "championRank"): number =>
      cases.filter((one) => one.isMalicious === true && one[side] === null).length;
    const [versionOnly, championOnly] = [only("championRank"), only("versionRank")];
    return {
      ...sampleReceipt(review),
      ofVersion: on("versionRank"),
      ofChampion: on("championRank"),
      versionOnly,
      championOnly,
      pValue: signTest(versionOnly, versionOnly + championOnly),
      cases,
    };
  };
  const tell = (model: string): void => {
    emit("models.changed", { model });
    emit("verdict.changed", { anomalyIds: [] });
  };
  const blinded = (row: QueueRow): QueueRow =>
    !isCase(row.anomalyId) || ends.has(analyst())
      ? row
      : {
          ...row,
          score: null,
          pValue: null,
          qValue: null,
          isNew: null,
          reasons: [],
          version: "",
          blind: { kind: null, propensity: null },
          review: "blind-review",
        };
  return {
    handlers: {
      "blindReview.start": ({ model, version }) => {
        drawn ??= sampleBlindReview(model, version);
        tell(model);
        return required();
      },
      "blindReview.status": (input) => {
        const isAsked = "review" in input ? drawn?.id === input.review : drawn?.model === input.model && drawn.version === input.version;
        return isAsked ? now() : null;
      },
      "blindReview.end": () => {
        const review = required();
        if (review.state === "open")
          throw new AppError("conflict", `${review.judged} of ${review.total} cases are judged; a review is ended when all are.`, {
            field: "review",
          });
        const who = analyst();
        made += 1;
        const id = `db${made}`;
        ends.add(who);
        decisions.make({
          id,
          kind: "blind-review.end",
          what: `blind review of ${review.model} ended`,
          place: { screen: "models", model: review.model },
          anomalyIds: [],
          apply: () => {
            ends.add(who);
            tell(review.model);
          },
          revert: () => {
            ends.delete(who);
            tell(review.model);
          },
        });
        tell(review.model);
        return { decision: id, receipt: receipt() };
      },
      "blindReview.receipt": () => {
        const review = required();
        if (review.state !== "ended")
          throw new AppError("conflict", `${review.judged} of ${review.total} cases are judged.`, { field: "review" });
        return receipt();
      },
    },
    rowsOf: (review) => (drawn?.id === review ? rows.map((row, i) => blinded({ ...row, rank: i + 1 })) : undefined),
    blinded,
  };
}
