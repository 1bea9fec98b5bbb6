import { z } from "zod";

export const ModelsSearch = z.object({
  model: z.string().max(100).optional().catch(undefined),
  /** A blind review whose findings are shown. */
  review: z.string().max(100).optional().catch(undefined),
});
