import type { Handlers } from "../../../shared/contract/client.ts";
import { BulkSet } from "../../../shared/contract/bulk.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { viewerOf } from "../triage/second-looks.ts";
import { findSimilar, type SimilarSet, mostAtOnce, type HuntPlaces } from "../triage/similar-set.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

/** Which anomalies belong together, as the board of hunts has it now. */
function huntPlaces({ board }: EngineParts): HuntPlaces {
  const { huntOf, keyOf, candidates } = board.read();
  const hunt = (anomalyId: string) => huntOf.get(keyOf(anomalyId) ?? "");
  return {
    huntOf: (anomalyId) => {
      const found = hunt(anomalyId);
      return found === undefined ? undefined : { id: found.id, topic: found.record.topic };
    },
    together: (anomalyId) => {
      const found = hunt(anomalyId);
      if (found !== undefined) return new Set(board.currentIds(found.id));
      const candidate = candidates.find(({ members }) => members.some((member) => member.id === anomalyId));
      return new Set(candidate?.members.map((member) => member.id));
    },
  };
}

export function bulkOperations(parts: EngineParts): Pick<Handlers, "bulk.preview" | "bulk.judge"> {
  const { db, log } = parts.workspace;
  let kept: { readonly key: string; readonly set: SimilarSet } | undefined;
  /** As long as nothing was decided a set is, to one analyst, what it was when it was shown; candidates alone change with more than the log. */
  const find = (input: BulkSet): SimilarSet => {
    const key = canonicalJson([BulkSet.parse(input), log.head().hash, viewerOf(db) ?? null]);
    if (kept?.key === key && !input.sameHunt) return kept.set;
    const set = findSimilar(db, huntPlaces(parts), parts.holds, input);
    kept = { key, set };
    return set;
  };
  return {
    "bulk.preview": async (input) => find(input).preview,
    "bulk.judge": async (input) => {
      requireWritable(parts);
      const { preview, anomalyIds } = find(input);
      if (preview.setId !== input.setId)
        throw new AppError("conflict", `the set has changed since it was shown: it has ${anomalyIds.length} now; look at it again`);
      if (anomalyIds.length === 0) throw new AppError("bad-input", "there is nothing to judge in this set", { field: "like" });
      if (anomalyIds.length > mostAtOnce)
        throw new AppError("limit-exceeded", `one decision judges at most ${mostAtOnce}, these are ${anomalyIds.length}; tighten the set`);
      const set = { like: input.like, words: preview.words };
      const { decision } = parts.judge.judge({ ...input, anomalyIds: [...anomalyIds] }, signer(parts, input.analyst), { set });
      return { decision: decision.id, judged: anomalyIds.length };
    },
  };
}
