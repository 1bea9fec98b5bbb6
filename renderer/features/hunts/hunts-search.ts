import { z } from "zod";

export const huntTabs = ["candidates", "backlog", "active", "closed"] as const;
export type HuntTab = (typeof huntTabs)[number];

/** What a link to the hunts screen carries; opening one changes nothing. */
export const HuntsSearch = z.object({
  tab: z.enum(huntTabs).catch("candidates").default("candidates"),
  /** A candidate on its tab, a hunt on the others. */
  id: z.string().max(100).optional().catch(undefined),
});
export type HuntsSearch = z.infer<typeof HuntsSearch>;
