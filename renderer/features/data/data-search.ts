import { z } from "zod";

/** The views of the data screen, in the order of their tabs. */
export const dataViews = ["sources", "rejects", "history", "inventories", "entities", "health", "sql"] as const;
export type DataView = (typeof dataViews)[number];

export const DataSearch = z.object({
  view: z.enum(dataViews).optional().catch(undefined),
  inventory: z.string().max(100).optional().catch(undefined),
  dataset: z.string().max(100).optional().catch(undefined),
  metric: z.string().max(40).optional().catch(undefined),
  source: z.string().max(120).optional().catch(undefined),
  snapshot: z.string().max(100).optional().catch(undefined),
  /** An entity's id, or any canonical key of a thing in the telemetry. */
  entity: z.string().max(500).optional().catch(undefined),
  /** Whether pairs of records that may be one are looked at, where no entity is. */
  review: z.literal(true).optional().catch(undefined),
  /** A time of the day of the entity's that is looked at, microseconds UTC. */
  at: z.number().int().optional().catch(undefined),
});
