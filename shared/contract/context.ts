import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { ContextEdge, ContextNode } from "./context-graph.ts";
import { EvidenceRow } from "./triage.ts";

const Id = z.string().min(1).max(4000);
/** From and to, both ends included; whole days count where the data is kept by day. */
const Range = z.object({ from: TimeUs.optional(), to: TimeUs.optional() });

/** Neighbours of one kind that a node has: its way, relation and type. */
export const NeighbourKind = z.object({
  /** Names this kind when a page of it is asked for. */
  kind: z.string(),
  way: z.enum(["out", "in"]),
  relation: z.string(),
  type: z.string(),
  nodes: z.number().int(),
  events: z.number().int(),
  /** Of `nodes`, those first seen within the case's own days. */
  fresh: z.number().int(),
});
export type NeighbourKind = z.infer<typeof NeighbourKind>;

const Expansion = z.object({
  kinds: z.array(NeighbourKind),
  /** The neighbours asked for, rarest first; null when only the counts were. */
  page: z
    .object({
      kind: z.string(),
      offset: z.number().int(),
      total: z.number().int(),
      nodes: z.array(ContextNode),
      edges: z.array(ContextEdge),
    })
    .nullable(),
  /** Why there is nothing to count, such as an owner that only an inventory knows. */
  unknownBecause: z.string().nullable(),
});
export type Expansion = z.infer<typeof Expansion>;

const Paths = z.object({
  /** At most three, cheapest first; each names its nodes and relations in order. */
  paths: z.array(z.object({ nodes: z.array(z.string()), edges: z.array(z.string()), cost: z.number(), confidence: z.number() })),
  /** Everything the paths name. */
  nodes: z.array(ContextNode),
  edges: z.array(ContextEdge),
  /** What the search looked at. */
  looked: z.object({ nodes: z.number().int(), relations: z.number().int(), sharedRefused: z.number().int() }),
  /** The search ended before it had looked at everything. */
  isCut: z.boolean(),
  unknownBecause: z.string().nullable(),
});

/** What a case's graph can be widened by: all from the telemetry of the dataset version the case was scored on. */
export const contextRequests = {
  "context.expand": request(
    Range.extend({
      anomalyId: z.string(),
      node: Id,
      kind: z.string().max(200).optional(),
      offset: z.number().int().nonnegative().default(0),
      limit: z.number().int().positive().max(200).default(15),
    }),
    Expansion,
  ),
  "context.paths": request(
    Range.extend({
      anomalyId: z.string(),
      a: Id,
      b: Id,
      /** Relations that may be walked; all when left out. */
      relations: z.array(z.string().max(200)).max(50).optional(),
      direction: z.enum(["either", "along", "against"]).default("either"),
      respectsTime: z.boolean().default(false),
      passesShared: z.boolean().default(false),
    }),
    Paths,
  ),
  /** Rows of the events behind a relation, in order of time; ids that name no event of the case's data are left out. */
  "context.events": request(Range.extend({ anomalyId: z.string(), events: z.array(z.string().max(40)).max(50) }), z.array(EvidenceRow)),
} as const;
