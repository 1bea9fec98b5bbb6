import { z } from "zod";
import { auditTargets } from "../../../shared/contract/audit.ts";
import { figureKeys, insightPeriods } from "../../../shared/contract/insights.ts";

export const insightViews = ["figures", "log"] as const;
export type InsightView = (typeof insightViews)[number];

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** What a link to the insights screen carries. */
export const InsightsSearch = z.object({
  view: z.enum(insightViews).catch("figures").default("figures"),
  /** The address may hold it as a number. */
  period: z.coerce.string().pipe(z.enum(insightPeriods)).catch("30").default("30"),
  model: z.string().max(100).optional().catch(undefined),
  /** The figure whose decisions are shown beside, of one row's model and of one part of it where given. */
  figure: z.enum(figureKeys).optional().catch(undefined),
  of: z.string().max(100).optional().catch(undefined),
  part: z.string().max(300).optional().catch(undefined),
  /** Of the log: which entries are listed, and which one is looked at. Days are UTC, both included. */
  kind: z.string().max(100).optional().catch(undefined),
  actor: z.string().max(120).optional().catch(undefined),
  since: day,
  until: day,
  about: z.enum(auditTargets).optional().catch(undefined),
  id: z.string().max(500).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  entry: z.number().int().positive().optional().catch(undefined),
});
export type InsightsSearch = z.infer<typeof InsightsSearch>;
