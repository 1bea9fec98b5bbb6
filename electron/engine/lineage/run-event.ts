import { z } from "zod";
import type { LineageEventType } from "../../../shared/contract/lineage.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { sha256 } from "../hash.ts";
import { type Facets, facets, producer, runEventSchema } from "./facet.ts";

/** A dataset as a run reads or writes it; `use` holds its input or output facets. */
export interface Dataset {
  readonly name: string;
  readonly facets?: Facets;
  readonly use?: Facets;
}

export interface EventContent {
  readonly type: LineageEventType;
  readonly atUs: number;
  readonly namespace: string;
  readonly job: string;
  readonly runId: string;
  readonly runFacets?: Facets;
  readonly jobFacets?: Facets;
  readonly inputs?: readonly Dataset[];
  readonly outputs?: readonly Dataset[];
}

/** An end of the chain, and what the next event follows. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}
export const genesis: ChainHead = { seq: 0, hash: "0".repeat(64) };

const Chain = z.object({ seq: z.number().int(), prevHash: z.string(), hash: z.string() });
const NamedDataset = z.looseObject({
  name: z.string(),
  facets: z.looseObject({ version: z.looseObject({ datasetVersion: z.string() }).optional() }).optional(),
});

/** What we rely on in an event read back; the rest is kept as it stands. */
export const StoredEvent = z.looseObject({
  eventTime: z.string(),
  eventType: z.enum(["START", "COMPLETE", "FAIL", "ABORT"]),
  run: z.looseObject({
    runId: z.string(),
    facets: z.looseObject({
      quarry_chain: z.looseObject(Chain.shape),
      parent: z.looseObject({ run: z.looseObject({ runId: z.string() }) }).optional(),
      errorMessage: z.looseObject({ message: z.string() }).optional(),
    }),
  }),
  job: z.looseObject({ namespace: z.string(), name: z.string() }),
  inputs: z.array(NamedDataset).default([]),
  outputs: z.array(NamedDataset).default([]),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

const toDataset = (namespace: string, use: "inputFacets" | "outputFacets") => (dataset: Dataset) => ({
  namespace,
  name: dataset.name,
  ...(dataset.facets === undefined ? {} : { facets: dataset.facets }),
  ...(dataset.use === undefined ? {} : { [use]: dataset.use }),
});

export const isoTime = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

/**
 * The event's line: a plain OpenLineage run event in canonical JSON. Its run facet `quarry_chain` holds the hash of the event
 * before it and its own: the sha256 of the same canonical JSON without that hash.
 */
export function toLine(content: EventContent, previous: ChainHead): { line: string; head: ChainHead } {
  const seq = previous.seq + 1;
  const event = (hash: string | undefined) => ({
    eventTime: isoTime(content.atUs),
    eventType: content.type,
    producer,
    schemaURL: runEventSchema,
    run: {
      runId: content.runId,
      facets: { ...content.runFacets, ...facets({ quarry_chain: { seq, prevHash: previous.hash, hash } }) },
    },
    job: {
      namespace: content.namespace,
      name: content.job,
      ...(content.jobFacets === undefined ? {} : { facets: content.jobFacets }),
    },
    inputs: (content.inputs ?? []).map(toDataset(content.namespace, "inputFacets")),
    outputs: (content.outputs ?? []).map(toDataset(content.namespace, "outputFacets")),
  });
  const hash = sha256(canonicalJson(event(undefined)));
  return { line: canonicalJson(event(hash)), head: { seq, hash } };
}

/** The event of a line, or undefined when it is not one of ours. */
export function parseLine(line: string): StoredEvent | undefined {
  try {
    return StoredEvent.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const Hashed = z.looseObject({
  run: z.looseObject({ facets: z.looseObject({ quarry_chain: z.looseObject({ hash: z.string() }) }) }),
});

/** The hash a line's event ought to have, made from the line as it stands. */
export function hashOfLine(line: string): string {
  const event = Hashed.parse(JSON.parse(line));
  const { hash: _, ...chain } = event.run.facets.quarry_chain;
  const run = { ...event.run, facets: { ...event.run.facets, quarry_chain: chain } };
  return sha256(canonicalJson({ ...event, run }));
}

/**
 * A UUID of version 7 (RFC 9562): the millisecond, and in place of random bits those of a hash over what the run is and where in
 * the chain it starts. So it sorts by time, differs for every run, and is the same when the same work is done at the same time.
 */
export function runIdOf(run: { namespace: string; job: string; atUs: number; follows: ChainHead }): string {
  const time = Math.floor(run.atUs / 1000)
    .toString(16)
    .padStart(12, "0");
  const digest = sha256(canonicalJson({ namespace: run.namespace, job: run.job, follows: { ...run.follows } }));
  const variant = (8 + (Number.parseInt(digest.slice(3, 4), 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
