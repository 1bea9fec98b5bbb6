import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** An account is a login object, a person a human: they are linked, never merged. */
export const entityTypes = ["account", "person", "host", "group"] as const;
export const EntityType = z.enum(entityTypes);
export type EntityType = z.infer<typeof EntityType>;

/** [from, to), microseconds UTC; null is unbounded. */
export const Span = z.object({ from: TimeUs.nullable(), to: TimeUs.nullable() });
export type Span = z.infer<typeof Span>;

export const EntityRef = z.object({ id: z.string(), type: EntityType, label: z.string() });
export type EntityRef = z.infer<typeof EntityRef>;

/** One thing that inventories describe: the cluster of the records that are about it. */
export const EntitySummary = EntityRef.extend({
  /** What tells it from others of its name: domain, department, site. */
  detail: z.string(),
  /** 0 (none) to 4 (extreme); null when nothing rates it. */
  criticality: z.number().int().min(0).max(4).nullable(),
  records: z.number().int(),
  /** Kinds of inventory that describe it. */
  kinds: z.array(z.string()),
  conflicts: z.number().int(),
  /** When any record of it was first and last in use. */
  span: Span,
  /** The identifier that a search found it by. */
  matched: z.string().nullable(),
});
export type EntitySummary = z.infer<typeof EntitySummary>;

export const EntityIdentifier = z.object({
  /** Canonical, for example `account:sid:S-1-5-21-…`. */
  key: z.string(),
  /** sid, guid, upn, mail, fqdn, serial … */
  family: z.string(),
  /** strong may merge records, medium needs a second, weak only proposes. */
  strength: z.enum(["strong", "medium", "weak"]),
  /** An entity has one value of it at a time, or ever. */
  exclusive: z.boolean(),
  /** Why it says nothing of who it is; null when it does. */
  generic: z.string().nullable(),
  spans: z.array(Span),
  /** Ids of the records that say so. */
  records: z.array(z.string()),
});
export type EntityIdentifier = z.infer<typeof EntityIdentifier>;

/** What a source said in one row, for as long as it said it without changing an identifier. */
export const EntityRecord = z.object({
  id: z.string(),
  /** The same for a row of a source whatever its content. */
  row: z.string(),
  type: EntityType,
  kind: z.string(),
  source: z.string(),
  inventory: z.string(),
  file: z.string(),
  /** 1-based among the rows kept. */
  rowNo: z.number().int(),
  key: z.string(),
  label: z.string(),
  spans: z.array(Span),
  fields: z.record(z.string(), z.string()),
});
export type EntityRecord = z.infer<typeof EntityRecord>;

export const entityLinkTypes = [
  "OWNED_BY",
  "MANAGED_BY",
  "SUPPORTED_BY",
  "SAME_PERSON",
  "HAS_ACCOUNT",
  "REPORTS_TO",
  "MEMBER_OF",
  "HAS_IP",
  "REPLACES",
] as const;

export const EntityLink = z.object({
  type: z.enum(entityLinkTypes),
  /** `out`: this entity is the subject of the sentence. */
  direction: z.enum(["out", "in"]),
  /** Null when the source names something that no record is about, or several. */
  other: EntityRef.nullable(),
  /** The other end as the source spells it. */
  text: z.string(),
  span: Span,
  source: z.string(),
  method: z.string(),
  confidence: z.number(),
  /** Older than its kind of link is good for. */
  isStale: z.boolean(),
});
export type EntityLink = z.infer<typeof EntityLink>;

export const entityConflictKinds = ["exclusive", "size", "type", "override", "generic", "review"] as const;

/** A reason to doubt what was or was not merged, kept until the records or a decision settle it. */
export const EntityConflict = z.object({
  id: z.string(),
  kind: z.enum(entityConflictKinds),
  /** The identifier that both share; null when none is. */
  key: z.string().nullable(),
  entities: z.array(EntityRef),
  records: z.array(z.string()),
  /** In one sentence. */
  text: z.string(),
});
export type EntityConflict = z.infer<typeof EntityConflict>;

export const EntityHistoryEntry = z.object({
  at: TimeUs,
  /** Number of the partition version that made it so. */
  version: z.number().int(),
  op: z.enum(["created", "merged", "split", "redirected", "gone", "override"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
  text: z.string(),
  decision: z.string().nullable(),
  actor: z.string().nullable(),
});
export type EntityHistoryEntry = z.infer<typeof EntityHistoryEntry>;

/** What an analyst decided about entities; in force unless taken back. */
export const EntityOverride = z.object({
  decision: z.string(),
  op: z.enum(["must-link", "cannot-link", "split", "generic", "not-generic", "owner", "criticality"]),
  text: z.string(),
  why: z.string(),
  actor: z.string(),
  at: TimeUs,
});
export type EntityOverride = z.infer<typeof EntityOverride>;

export const EntityDetail = EntitySummary.extend({
  identifiers: z.array(EntityIdentifier),
  entityRecords: z.array(EntityRecord),
  links: z.array(EntityLink),
  conflictList: z.array(EntityConflict),
  /** Ids that lead here now. */
  redirects: z.array(z.object({ from: z.string(), at: TimeUs, cause: z.string() })),
  history: z.array(EntityHistoryEntry),
  overrides: z.array(EntityOverride),
  /** Judged anomalies whose subject was cut in two since: look again. */
  recheck: z.array(z.object({ anomalyId: z.string(), text: z.string() })),
});
export type EntityDetail = z.infer<typeof EntityDetail>;

/** Two records compared: why they are one, or what stood against it. */
export const EntityEdge = z.object({
  /** Place in the order in which records were joined; null for edges that joined nothing. */
  order: z.number().int().nullable(),
  state: z.enum(["joined", "support", "vetoed", "review", "blocked"]),
  /** same-row, shared-identifier, two-mediums, must-link, linkage. */
  rule: z.string(),
  key: z.string().nullable(),
  a: z.object({ record: z.string(), label: z.string(), source: z.string() }),
  b: z.object({ record: z.string(), label: z.string(), source: z.string() }),
  /** When both said so. */
  span: Span,
  confidence: z.number(),
  /** In one sentence. */
  text: z.string(),
  /** Of a probabilistic edge: what each comparison added, in bits. */
  parts: z.array(z.object({ name: z.string(), bits: z.number(), text: z.string() })),
});
export type EntityEdge = z.infer<typeof EntityEdge>;

export const EntityWhy = z.object({
  outcome: z.enum(["one", "apart"]),
  /** In one sentence. */
  text: z.string(),
  a: EntityRef,
  b: EntityRef,
  /** Least of the edges between them; null when they are apart. */
  confidence: z.number().nullable(),
  /** The edges that lead from one to the other. */
  path: z.array(EntityEdge),
  /** Every join of the entity in the order it was made. */
  tree: z.array(EntityEdge),
  /** What was weighed and did not join them; empty with `never compared` in `text`. */
  against: z.array(EntityEdge),
});
export type EntityWhy = z.infer<typeof EntityWhy>;

const ReviewSide = z.object({
  record: z.string(),
  entity: EntityRef.nullable(),
  label: z.string(),
  detail: z.string(),
  kind: z.string(),
  source: z.string(),
  /** What the source says in that row, by our names of its columns. */
  fields: z.record(z.string(), z.string()),
});

/** Two records of different sources that may be about one thing: comparing them was not enough, so a person says. */
export const EntityReviewItem = z.object({
  type: EntityType,
  a: ReviewSide,
  b: ReviewSide,
  /** Probability that they are one, by what they say alone. */
  p: z.number(),
  /** Log odds to base 2 before anything was compared; with the bits of the parts it makes the log odds of `p`. */
  priorBits: z.number(),
  /** What each comparison added, what says most first. */
  parts: z.array(z.object({ name: z.string(), bits: z.number(), text: z.string() })),
  /** Bits by which the best other candidate of either record is less likely, negative when it is likelier; null when there is none. */
  marginBits: z.number().nullable(),
  /** Why a person is asked. */
  doubt: z.string(),
});
export type EntityReviewItem = z.infer<typeof EntityReviewItem>;

export const mentionKinds = ["account", "host", "ip", "mac", "person", "agent"] as const;
export const MentionKind = z.enum(mentionKinds);
export type MentionKind = z.infer<typeof MentionKind>;

/** One step of how a mention was followed to its entity; the weakest step says how far the whole can be trusted. */
const ResolutionStep = z.object({ text: z.string(), confidence: z.number(), span: Span });
const Candidate = z.object({ entity: EntityRef.nullable(), label: z.string(), because: z.string() });

export const MentionResolution = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("RESOLVED"),
    entity: EntityRef,
    /** False for things every host has (SYSTEM, a local account), which no record describes. */
    isRecorded: z.boolean(),
    confidence: z.number(),
    how: z.string(),
    span: Span,
    steps: z.array(ResolutionStep),
  }),
  /** Two or more fit: all are shown and none is picked. */
  z.object({ outcome: z.literal("HOLD"), candidates: z.array(Candidate), because: z.string() }),
  z.object({ outcome: z.literal("NONE"), because: z.string(), lastHolder: Candidate.nullable() }),
]);
export type MentionResolution = z.infer<typeof MentionResolution>;

export const EntityStatus = z.object({
  /** Digest of what it was resolved from: inventories in use, decisions, rules. */
  version: z.string(),
  number: z.number().int(),
  at: TimeUs,
  byType: z.array(z.object({ type: EntityType, entities: z.number().int(), records: z.number().int() })),
  /** Entities that more than one record is about. */
  merged: z.number().int(),
  conflicts: z.number().int(),
  review: z.number().int(),
  /** When records that share no identifier were last compared; null when they were not since inventories changed. */
  comparedAt: TimeUs.nullable(),
  generics: z.array(z.object({ key: z.string(), records: z.number().int(), why: z.string() })),
  genericsTotal: z.number().int(),
  overrides: z.number().int(),
  inventories: z.array(z.object({ kind: z.string(), source: z.string(), id: z.string(), records: z.number().int() })),
});
export type EntityStatus = z.infer<typeof EntityStatus>;

const Why = z.string().trim().min(1).max(2000);
/** Records by id or row, entities by id: an entity stands for all of its records. */
const Subject = z.string().min(1).max(200);

export const OverrideInput = z.discriminatedUnion("op", [
  z.object({ op: z.literal("must-link"), a: Subject, b: Subject, why: Why }),
  z.object({ op: z.literal("cannot-link"), a: Subject, b: Subject, why: Why }),
  /** Takes these records out of their entity. */
  z.object({ op: z.literal("split"), entity: Subject, records: z.array(Subject).min(1).max(100), why: Why }),
  z.object({ op: z.literal("generic"), key: z.string().min(1).max(500), why: Why }),
  z.object({ op: z.literal("not-generic"), key: z.string().min(1).max(500), why: Why }),
  z.object({ op: z.literal("owner"), entity: Subject, owner: z.string().trim().min(1).max(200), why: Why }),
  z.object({ op: z.literal("criticality"), entity: Subject, level: z.number().int().min(0).max(4), why: Why }),
]);
export type OverrideInput = z.infer<typeof OverrideInput>;

const Changed = z.object({ decision: z.string(), version: z.number().int(), touched: z.array(EntityRef) });

export const entityRequests = {
  "entities.search": request(
    z.object({
      text: z.string().max(500).default(""),
      type: EntityType.optional(),
      limit: z.number().int().positive().max(1000).default(50),
      offset: z.number().int().nonnegative().default(0),
    }),
    z.object({ entities: z.array(EntitySummary), total: z.number().int() }),
  ),
  /** `id`: an entity's id, one that was redirected, the beginning of either, or a canonical identifier that one entity has. */
  "entities.get": request(z.object({ id: z.string().min(1).max(500) }), EntityDetail),
  /** Entities, records or canonical identifiers. */
  "entities.why": request(z.object({ a: z.string().min(1).max(500), b: z.string().min(1).max(500) }), EntityWhy),
  "entities.resolve": request(
    z.object({
      kind: MentionKind,
      text: z.string().max(2000),
      scope: z.object({ host: z.string().optional(), domain: z.string().optional(), zone: z.string().optional() }).default({}),
      /** Default: now. */
      at: TimeUs.optional(),
    }),
    MentionResolution,
  ),
  "entities.conflicts": request(
    z.object({
      kind: z.enum(entityConflictKinds).optional(),
      limit: z.number().int().positive().max(1000).default(100),
      offset: z.number().int().nonnegative().default(0),
    }),
    z.object({ conflicts: z.array(EntityConflict), total: z.number().int() }),
  ),
  /**
   * Pairs of records that a person is to decide about, with `entities.override`: must-link or cannot-link. Compares what is in use first when it was not
   * since inventories changed, and joins what is almost certain; a workspace open read-only shows what was found last.
   */
  "entities.review": request(
    z.object({
      type: EntityType.optional(),
      limit: z.number().int().positive().max(1000).default(100),
      offset: z.number().int().nonnegative().default(0),
    }),
    z.object({
      items: z.array(EntityReviewItem),
      total: z.number().int(),
      /** Joins that rest on comparison alone. */
      joined: z.number().int(),
      comparedAt: TimeUs.nullable(),
    }),
  ),
  "entities.status": request(z.object({}), EntityStatus),
  "entities.override": request(z.object({ change: OverrideInput, analyst: z.string().optional() }), Changed),
} as const;
