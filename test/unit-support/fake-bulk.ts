import type { BulkMember } from "../../shared/contract/bulk.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";

type Names = Extract<RequestName, `bulk.${string}`>;
type BulkHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

interface BulkWorld {
  readonly rows: () => readonly QueueRow[];
  readonly judge: (input: Parsed<"triage.judge">) => { readonly decision: string };
}

const toMember = (row: QueueRow, at: number): BulkMember => ({
  anomalyId: row.anomalyId,
  label: row.subject.label,
  window: row.window,
  distance: at / 100,
  verdict: row.state?.verdict ?? null,
  analyst: row.state?.analyst ?? null,
  hunt: null,
});

/** Alike are, in the fake, those of one model; the looser, the more of them. */
export function createFakeBulk({ rows, judge }: BulkWorld): BulkHandlers {
  const find = (input: Parsed<"bulk.preview">) => {
    const all = rows();
    const like = all.find((row) => row.anomalyId === input.like);
    if (like === undefined) throw new AppError("not-found", `there is no anomaly ${input.like}`);
    const most = { pattern: all.length, entity: 14, pair: 3 }[input.same];
    const alike = all.filter((row) => row.model === like.model).slice(0, most);
    const matching = input.chosen === undefined ? alike : all.filter((row) => input.chosen?.includes(row.anomalyId));
    const isConflict = (row: QueueRow): boolean => row.state !== null && row.state.verdict !== input.verdict;
    const isAlready = (row: QueueRow): boolean => row.state !== null && row.state.verdict === input.verdict;
    const applies = matching.filter((row) => row.state === null || (input.includeJudged && isConflict(row)));
    const others = applies.filter((row) => row !== like).map(toMember);
    const conflicts = matching.filter(isConflict).map(toMember);
    const preview: Output<"bulk.preview"> = {
      words:
        input.chosen === undefined
          ? `Anomalies of ${like.model} in the same run, with the same three leading reasons (${like.reasons.join(", ")}), about ${like.subject.label}, in no other hunt.`
          : `The ${String(matching.length)} selected, whatever they have in common.`,
      distance:
        "Distance: how far the contributions of all features to the two scores lie apart (Euclidean), in the units of the score's parts.",
      among: all.length,
      matching: matching.length,
      applies: applies.length,
      setId: applies.map((row) => row.anomalyId).join(" "),
      nearest: others.slice(0, 5),
      farthest: others.slice(Math.max(5, others.length - 5)).toReversed(),
      conflicts: { total: conflicts.length, members: conflicts.slice(0, 20) },
      held: 0,
      already: matching.filter(isAlready).length,
      otherHunts: { total: 0, members: [] },
      most: 10_000,
    };
    return { preview, applies };
  };
  return {
    "bulk.preview": (input) => find(input).preview,
    "bulk.judge": (input) => {
      const { preview, applies } = find(input);
      if (preview.setId !== input.setId) throw new AppError("conflict", "the set has changed since it was shown; look at it again");
      const { decision } = judge({ ...input, anomalyIds: applies.map((row) => row.anomalyId) });
      return { decision, judged: applies.length };
    },
  };
}
