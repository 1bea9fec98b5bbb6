import { z } from "zod";
import type { LineageFact } from "../../../../shared/contract/lineage.ts";
import type { LineageSource, Node } from "./whole.ts";

const Said = z.object({ reason: z.string().default(""), note: z.string().default(""), anomalyIds: z.array(z.string()).optional() });

/** What the entry of the log says, and where it stands there. */
export function reasonOf({ log }: LineageSource, { version, count }: Node): LineageFact[] {
  const made = count === undefined ? log.find(version) : undefined;
  if (made === undefined) return [];
  const { reason, note, anomalyIds } = Said.parse(made.body);
  return [
    { term: "Kind", text: made.kind },
    ...(reason === "" ? [] : [{ term: "Reason", text: reason }]),
    ...(note === "" ? [] : [{ term: "Said", text: note }]),
    ...(anomalyIds === undefined ? [] : [{ term: "On anomalies", n: anomalyIds.length }]),
    { term: "Place in the log", n: made.seq },
    { term: "Hash", digest: made.hash },
    { term: "Follows", digest: made.prevHash },
  ];
}
