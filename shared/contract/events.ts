import { z } from "zod";
import { StageEvent } from "./stages.ts";
import { Job } from "./workspace.ts";

/** What the engine tells every listener. The renderer invalidates its queries by these names. */
export const events = {
  "job.changed": Job,
  "dataset.changed": z.object({ datasetVersion: z.string() }),
  "inventory.changed": z.object({ ids: z.array(z.string()) }),
  /** Inventories or decisions made another partition: what an identifier means may have changed. */
  "entities.changed": z.object({ version: z.number().int() }),
  "models.changed": z.object({ model: z.string() }),
  /** A version's stage changed, by a person or by a rule. */
  "stage.changed": StageEvent,
  "queue.changed": z.object({ runs: z.array(z.string()) }),
  "verdict.changed": z.object({ anomalyIds: z.array(z.string()) }),
  /** What the queue leaves out. */
  "holds.changed": z.object({}),
  /** Candidates may have changed with them. */
  "hunts.changed": z.object({ hunts: z.array(z.string()) }),
  "workspace.changed": z.object({ what: z.string() }),
  /**
   * `gone` for a moment, since another engine is being started; `stopped` until a person starts one; `silent` while one is there
   * and does not answer, until it is `ready` or a person starts another.
   */
  "engine.state": z.object({ state: z.enum(["starting", "ready", "restarted", "gone", "stopped", "silent"]), message: z.string() }),
} as const;

export type EventName = keyof typeof events;
export type EventBody<K extends EventName> = z.output<(typeof events)[K]>;
export const eventNames = Object.keys(events) as readonly EventName[];
