import { z } from "zod";
import type { Handlers } from "../../../shared/contract/client.ts";
import type { LineageSink } from "../../../shared/contract/lineage.ts";
import { readGraph } from "../lineage/graph.ts";
import { checkSinkUrl } from "../lineage/http-sink.ts";
import { readEvents } from "../lineage/read-events.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

export const sinkKind = "lineage.sink";
const Body = z.object({ url: z.string().nullable() });

/** Where a person has signed for lineage to be sent; there is no other place that says so, and without a decision there is none. */
export function signedSinkUrl(log: DecisionLog): string | undefined {
  const [last] = log.page({ limit: 1, kind: sinkKind }).decisions;
  return last === undefined ? undefined : (Body.parse(last.body).url ?? undefined);
}

export function lineageOperations(
  parts: EngineParts,
): Pick<Handlers, "lineage.events" | "lineage.graph" | "lineage.sink" | "lineage.setSink"> {
  const { db, log, paths } = parts.workspace;
  const state = (): LineageSink => {
    const [last] = log.page({ limit: 1, kind: sinkKind }).decisions;
    const signed = last === undefined ? {} : { decision: last.id, actor: last.actor, at: last.at };
    return { url: signedSinkUrl(log) ?? null, ...signed, ...parts.sink.counts() };
  };
  return {
    "lineage.events": async (input) => ({ namespace: parts.lineage.namespace, ...readEvents(paths.lineage, input) }),
    "lineage.graph": async ({ of }) => readGraph(db, of),
    "lineage.sink": async () => state(),
    "lineage.setSink": async (input) => {
      requireWritable(parts);
      const url = input.url === null ? null : checkSinkUrl(input.url);
      log.append({ actor: signer(parts, input.analyst), kind: sinkKind, body: { url } });
      parts.sink.setUrl(signedSinkUrl(log));
      parts.emit("workspace.changed", { what: "lineage sink" });
      return state();
    },
  };
}
