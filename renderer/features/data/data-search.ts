import { z } from "zod";

/** The views of the data screen, in the order of their tabs. */
export const dataViews = ["sources", "rejects", "history", "inventories", "health", "sql"] as const;
export type DataView = (typeof dataViews)[number];

export const DataSearch = z.object({
  view: z.enum(dataViews).optional().catch(undefined),
  inventory: z.string().max(100).optional().catch(undefined),
  dataset: z.string().max(100).optional().catch(undefined),
  metric: z.string().max(40).optional().catch(undefined),
  source: z.string().max(120).optional().catch(undefined),
  snapshot: z.string().max(100).optional().catch(undefined),
});
