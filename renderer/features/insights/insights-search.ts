import { z } from "zod";
import { figureKeys, insightPeriods } from "../../../shared/contract/insights.ts";

/** What a link to the insights screen carries. */
export const InsightsSearch = z.object({
  period: z.enum(insightPeriods).catch("30").default("30"),
  model: z.string().max(100).optional().catch(undefined),
  /** The figure whose decisions are shown beside, of one row's model and of one part of it where given. */
  figure: z.enum(figureKeys).optional().catch(undefined),
  of: z.string().max(100).optional().catch(undefined),
  part: z.string().max(300).optional().catch(undefined),
});
export type InsightsSearch = z.infer<typeof InsightsSearch>;
