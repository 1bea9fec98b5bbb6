import type { z } from "zod";
import type { CrownPath as CrownPathShape } from "../../../shared/contract/context-graph.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { type AccessPair, readAccessPairs } from "../relations/access.ts";
import { readThings } from "../relations/steps.ts";
import { nodeId } from "../relations/node-id.ts";
import type { DaySpan } from "../relations/relations.ts";
import { displayText } from "../../../shared/lib/display-text.ts";
import { type Access, distancesToCrowns, pathFrom, type Step } from "./access-graph.ts";
import type { Estate } from "./estate.ts";

type CrownPath = z.infer<typeof CrownPathShape>;

/** How far things are from what is critical. */
export interface Crowns {
  /** Of a thing by its key. */
  stepOf(key: string): Step | undefined;
  /** The shortest way from any of the keys, the first winning ties. */
  pathOf(keys: readonly string[]): CrownPath | undefined;
}

const forward: Readonly<Record<string, string>> = {
  LOGGED_ON: "logged on to",
  USED: "used",
  AUTHENTICATED_TO: "authenticated to",
  ASSUMED: "assumed",
};
/** Who takes over a host has the sessions on it. */
const leavesSession: ReadonlySet<string> = new Set(["LOGGED_ON", "USED"]);
/** A server that more than so many authenticate to serves everyone: that says nothing of rights on it. */
const mostAuthenticating = 20;

function toAccess(pairs: readonly AccessPair[]): Access[] {
  const authenticating = new Map<string, number>();
  for (const { dst, type } of pairs) if (type === "AUTHENTICATED_TO") authenticating.set(dst, (authenticating.get(dst) ?? 0) + 1);
  return pairs.flatMap(({ src, dst, type }) => {
    if (type === "AUTHENTICATED_TO" && (authenticating.get(dst) ?? 0) > mostAuthenticating) return [];
    const there = { src, dst, relation: forward[type] ?? type };
    return leavesSession.has(type) ? [there, { src: dst, dst: src, relation: "has a session of" }] : [there];
  });
}

/** Of each estate the distances over the spans asked for last: the models of one scoring ask for the same, and its cases for those of some days. */
const kept = new WeakMap<Estate, Map<string, ReadonlyMap<string, Step>>>();
const mostKept = 32;

async function readSteps(reader: Reader, estate: Estate, days: DaySpan): Promise<ReadonlyMap<string, Step>> {
  const asked = JSON.stringify([reader.scope, days]);
  const known = kept.get(estate) ?? new Map<string, ReadonlyMap<string, Step>>();
  kept.set(estate, known);
  const steps = known.get(asked) ?? distancesToCrowns([...estate.access, ...toAccess(await readAccessPairs(reader, days))], estate.crowns);
  known.delete(asked);
  known.set(asked, steps);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  return steps;
}

/** Distances over the access that inventories tell and telemetry showed within the days. Names of what lies on the ways to `starts` are read. */
export async function readCrowns(reader: Reader, estate: Estate, days: DaySpan, starts: readonly string[]): Promise<Crowns> {
  if (estate.crowns.length === 0) return { stepOf: () => undefined, pathOf: () => undefined };
  const steps = await readSteps(reader, estate, days);
  const onWay = new Set(starts.flatMap((key) => pathFrom(steps, nodeId(key)).map(({ id }) => id)));
  const seen = await readThings(reader, [...onWay].toSorted());
  return {
    stepOf: (key) => steps.get(nodeId(key)),
    pathOf(keys) {
      const [best] = keys
        .flatMap((key, i) => {
          const step = steps.get(nodeId(key));
          return step === undefined ? [] : [{ key, i, step }];
        })
        .toSorted((a, b) => a.step.hops - b.step.hops || b.step.level - a.step.level || a.i - b.i);
      if (best === undefined) return undefined;
      const named = pathFrom(steps, nodeId(best.key)).map(({ id, relation }) => {
        const thing = seen.get(id) ?? estate.labels.get(id) ?? { key: best.key, kind: "host", label: best.key };
        return { key: thing.key, kind: thing.kind, label: displayText(thing.label === "" ? thing.key : thing.label), relation };
      });
      return { hops: best.step.hops, criticality: best.step.level, steps: named };
    },
  };
}
