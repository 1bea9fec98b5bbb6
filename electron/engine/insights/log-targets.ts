import { z } from "zod";
import type { LogTarget } from "../../../shared/contract/audit.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { LogNames } from "./log-words.ts";

const Ids = z.array(z.string());
const About = z.looseObject({
  anomalyIds: Ids.optional(),
  anomalyId: z.string().optional(),
  add: Ids.optional(),
  remove: Ids.optional(),
  hunt: z.string().optional(),
  model: z.string().nullish(),
  snapshot: z.string().optional(),
  dataset: z.string().nullish(),
  inventory: z.string().optional(),
});

const short = (id: string): string => id.slice(0, 12);

/** The ids of cases that an entry is about. */
export function casesOf({ body }: Decision): string[] {
  const about = About.safeParse(body);
  if (!about.success) return [];
  const { anomalyIds = [], anomalyId, add = [], remove = [] } = about.data;
  return [...anomalyIds, ...(anomalyId === undefined ? [] : [anomalyId]), ...add, ...remove];
}

/** Everything an entry is about that the desk has a page for. */
export function targetsOf(entry: Decision, names: LogNames): LogTarget[] {
  const about = About.safeParse(entry.body);
  if (!about.success) return [];
  const { hunt, model, snapshot, dataset, inventory } = about.data;
  return [
    ...(hunt === undefined ? [] : [{ type: "hunt" as const, id: hunt, label: names.huntTopic(hunt) }]),
    ...(model === undefined || model === null ? [] : [{ type: "model" as const, id: model, label: model }]),
    ...(snapshot === undefined ? [] : [{ type: "snapshot" as const, id: snapshot, label: short(snapshot) }]),
    ...(inventory === undefined ? [] : [{ type: "inventory" as const, id: inventory, label: short(inventory) }]),
    ...(dataset === undefined || dataset === null ? [] : [{ type: "dataset" as const, id: dataset, label: short(dataset) }]),
    ...casesOf(entry).map((id) => ({ type: "case" as const, id, label: names.caseLabel(id) })),
  ];
}
