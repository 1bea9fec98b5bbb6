import { z } from "zod";

export const lineageViews = ["graph", "table"] as const;
export type LineageView = (typeof lineageViews)[number];

/** What a link to a lineage carries: what is traced, what of it is looked at, and how it is shown. */
export const LineageSearch = z.object({
  of: z.string().min(1).max(500).optional().catch(undefined),
  node: z.string().min(1).max(500).optional().catch(undefined),
  view: z.enum(lineageViews).catch("graph").default("graph"),
});
export type LineageSearch = z.infer<typeof LineageSearch>;
