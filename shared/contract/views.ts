import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { QueueInput } from "./triage.ts";

/** Which cases the queue shows, and in what order. */
export const ViewFilter = QueueInput.pick({ show: true, health: true, held: true, order: true, model: true, hunt: true, text: true });
export type ViewFilter = z.infer<typeof ViewFilter>;

export const mostViews = 50;

const Name = z.string().trim().min(1).max(60);

export const SavedView = z.object({
  name: Name,
  filter: ViewFilter,
  /** Who saved it as it is, and when. */
  analyst: z.string(),
  at: TimeUs,
  /** Whether the queue opens with it for the analyst who asks. */
  isDefault: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

const Signed = z.object({ analyst: z.string().max(120).optional() });
const Decided = z.object({ decision: z.string() });

export const viewRequests = {
  /** By name. Views are the workspace's; which of them is the default is each analyst's own. */
  "views.list": request(Signed, z.array(SavedView)),
  /** A view of that name takes this filter; taken back, it has the one before. Refused with `conflict` beyond the most there can be. */
  "views.save": request(Signed.extend({ name: Name, filter: ViewFilter }), Decided),
  "views.remove": request(Signed.extend({ name: Name }), Decided),
  /** The queue opens with it from now on; with null, with everything. */
  "views.setDefault": request(Signed.extend({ name: Name.nullable() }), Decided),
} as const;
