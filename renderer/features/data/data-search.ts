import { z } from "zod";

export const DataSearch = z.object({ snapshot: z.string().max(100).optional().catch(undefined) });
