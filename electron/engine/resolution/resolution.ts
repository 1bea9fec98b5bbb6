import type { EntityRef, EntityType } from "../../../shared/contract/entities.ts";
import { contentId } from "../hash.ts";
import { always, type TimeSpan } from "./time-span.ts";

/** How far each way of knowing can be trusted; a path is as good as its weakest step. */
export const confidence = {
  analyst: 1,
  strong: 0.99,
  lease: 0.97,
  agent: 0.95,
  twoMediums: 0.95,
  /** A weak identifier that only one has. */
  onlyOne: 0.95,
  /** The only one that it can be, as far as is known. */
  probable: 0.9,
  /** Two weak identifiers that agree where each alone would leave several. */
  agreed: 0.8,
  staticAddress: 0.6,
} as const;

export interface Step {
  readonly text: string;
  readonly confidence: number;
  readonly span: TimeSpan;
}

export interface CandidateEntity {
  readonly entity: EntityRef | undefined;
  readonly label: string;
  readonly because: string;
}

/** What a mention means as of a moment. HOLD: two or more fit and none is picked. NONE: nobody, or nobody in particular (`isGeneric`). */
export type Resolution =
  | {
      readonly outcome: "RESOLVED";
      readonly entity: EntityRef;
      /** False for what no record describes: a host's own SYSTEM, a cloud principal, a device known by its lease alone. */
      readonly isRecorded: boolean;
      readonly confidence: number;
      readonly how: string;
      readonly span: TimeSpan;
      readonly steps: readonly Step[];
    }
  | { readonly outcome: "HOLD"; readonly candidates: readonly CandidateEntity[]; readonly because: string }
  | { readonly outcome: "NONE"; readonly because: string; readonly isGeneric: boolean; readonly lastHolder: CandidateEntity | undefined };

export type Resolved = Extract<Resolution, { outcome: "RESOLVED" }>;

/** Where a mention was seen; without it some texts name nobody. */
export interface MentionScope {
  /** Name of the host that wrote the event. */
  readonly host?: string | undefined;
  /** NetBIOS domain of a short name. */
  readonly domain?: string | undefined;
  /** Network zone of an address. */
  readonly zone?: string | undefined;
}

export function resolved(entity: EntityRef, steps: readonly Step[], isRecorded = true): Resolved {
  const span = steps.reduce((all, step) => ({ from: Math.max(all.from, step.span.from), to: Math.min(all.to, step.span.to) }), always);
  const weakest = steps.reduce((least, step) => Math.min(least, step.confidence), 1);
  return { outcome: "RESOLVED", entity, isRecorded, confidence: weakest, how: steps.map((step) => step.text).join("; "), span, steps };
}

export const none = (because: string, lastHolder?: CandidateEntity): Resolution => ({
  outcome: "NONE",
  because,
  isGeneric: false,
  lastHolder,
});
export const generic = (because: string): Resolution => ({ outcome: "NONE", because, isGeneric: true, lastHolder: undefined });
export const hold = (because: string, candidates: readonly CandidateEntity[]): Resolution => ({ outcome: "HOLD", because, candidates });

/** An entity that no record describes, known by its canonical key. */
export const impliedEntity = (type: EntityType, key: string, label: string): EntityRef => ({
  id: contentId({ entity: { type, key } }).slice(0, 32),
  type,
  label,
});

/** The same entities with steps that led to the mention before them. */
export function after(steps: readonly Step[], found: Resolution): Resolution {
  return found.outcome === "RESOLVED" ? resolved(found.entity, [...steps, ...found.steps], found.isRecorded) : found;
}
