import type { Handlers } from "../../../shared/contract/client.ts";
import type { MentionResolution } from "../../../shared/contract/entities.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { RequestName } from "../../../shared/contract/requests.ts";
import { describeEntity, resolutionStatus } from "../resolution/describe-entity.ts";
import { type Asked, explainPair, listConflicts } from "../resolution/explain.ts";
import { entityCalled, entityRef, recordCalled, searchEntities } from "../resolution/find-entity.ts";
import { comparedAt } from "../resolution/link-records.ts";
import { linkageJoins, listReview } from "../resolution/review-queue.ts";
import { createComparing } from "./compare-records.ts";
import { decideOverride } from "./entity-overrides.ts";
import { currentPartition, type Partition } from "../resolution/partition.ts";
import type { CandidateEntity, Resolution } from "../resolution/resolution.ts";
import { createMentionResolver } from "../resolution/resolve-mention.ts";
import { toBounds } from "../resolution/time-span.ts";
import { nowUs } from "../runtime.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = Extract<RequestName, `entities.${string}`>;

const toCandidate = ({ entity, label, because }: CandidateEntity) => ({ entity: entity ?? null, label, because });

function toContract(resolution: Resolution): MentionResolution {
  if (resolution.outcome === "HOLD")
    return { outcome: "HOLD", because: resolution.because, candidates: resolution.candidates.map(toCandidate) };
  if (resolution.outcome === "NONE") {
    const { because, lastHolder } = resolution;
    return { outcome: "NONE", because, lastHolder: lastHolder === undefined ? null : toCandidate(lastHolder) };
  }
  const { entity, isRecorded, confidence, how, span, steps } = resolution;
  const shown = steps.map((step) => ({ ...step, span: toBounds(step.span) }));
  return { outcome: "RESOLVED", entity, isRecorded, confidence, how, span: toBounds(span), steps: shown };
}

export function entityOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  /** Resolves what changed since before anything is asked of it. */
  const settled = (): Partition => {
    const partition = currentPartition(db);
    if (partition === undefined)
      throw new AppError(
        "workspace-locked",
        "the entities of this workspace were never resolved, and it is open read-only; open it in Quarry first",
      );
    return partition;
  };
  const asked = (text: string): Asked => {
    const record = recordCalled(db, text);
    if (record === undefined) {
      const entity = entityCalled(db, text, nowUs());
      return { entity, records: new Set(describeEntity(db, entity, nowUs()).entityRecords.map((one) => one.id)) };
    }
    const entity = entityRef(db, record.entity);
    if (entity === undefined) throw new AppError("not-found", `there is no entity of ${text}`);
    return { entity, records: new Set([record.id]) };
  };
  const compared = createComparing(parts, settled);
  return {
    "entities.search": async (input) => {
      settled();
      return searchEntities(db, input, nowUs());
    },
    "entities.get": async ({ id }) => {
      settled();
      return describeEntity(db, entityCalled(db, id, nowUs()), nowUs());
    },
    "entities.why": async ({ a, b }) => {
      settled();
      return explainPair(db, asked(a), asked(b));
    },
    "entities.resolve": async ({ kind, text, scope, at }) => {
      settled();
      return toContract(createMentionResolver(db)(kind, text, scope, at ?? nowUs()));
    },
    "entities.conflicts": async (input) => {
      settled();
      return listConflicts(db, input);
    },
    "entities.review": async (input, context) => {
      await compared(context);
      return { ...listReview(db, input), joined: linkageJoins(db), comparedAt: comparedAt(db) ?? null };
    },
    "entities.status": async () => resolutionStatus(db, settled()),
    "entities.override": async ({ change, analyst }) => {
      requireWritable(parts);
      return decideOverride(db, parts.decisions, change, signer(parts, analyst));
    },
  };
}
