import { z } from "zod";
import type { Handlers } from "../../../shared/contract/client.ts";
import type { LineageSink } from "../../../shared/contract/lineage.ts";
import { readDetail } from "../lineage/graph/detail.ts";
import { readGraph } from "../lineage/graph/read-graph.ts";
import { checkSinkUrl } from "../lineage/http-sink.ts";
import { readEvents } from "../lineage/read-events.ts";
import type { BundleBreak } from "../scoring/bundle.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { verifyGraph } from "../lineage/verify/verify-graph.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { quarantineBroken } from "./guard-bundles.ts";
import { runJob } from "./run-job.ts";
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
): Pick<Handlers, "lineage.events" | "lineage.graph" | "lineage.node" | "lineage.verify" | "lineage.sink" | "lineage.setSink"> {
  const { db, log, paths } = parts.workspace;
  const source = { db, log, paths };
  const state = (): LineageSink => {
    const [last] = log.page({ limit: 1, kind: sinkKind }).decisions;
    const signed = last === undefined ? {} : { decision: last.id, actor: last.actor, at: last.at };
    return { url: signedSinkUrl(log) ?? null, ...signed, ...parts.sink.counts() };
  };
  return {
    "lineage.events": async (input) => ({ namespace: parts.lineage.namespace, ...readEvents(paths.lineage, input) }),
    "lineage.graph": async ({ of }) => readGraph(source, of),
    "lineage.node": async ({ of, limit }) => readDetail(source, of, limit),
    "lineage.verify": ({ of, ...named }, context) => {
      const places = named.paths.length + named.grants.length === 0 ? [] : resolveFiles(parts, context.caller, named);
      const broken = (found: BundleBreak): Promise<void> => quarantineBroken(parts, found);
      return runJob(parts, "lineage.verify", "Verify the lineage", context, async (signal, progress) => {
        try {
          return await verifyGraph({ source, packagesDir: parts.packagesDir, places, signal, progress, broken }, of);
        } finally {
          for (const grant of named.grants) parts.grants.release(grant);
        }
      });
    },
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
