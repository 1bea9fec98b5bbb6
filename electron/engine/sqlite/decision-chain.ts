import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { sha256 } from "../hash.ts";
import { repairHint } from "./damage.ts";

/** What the first entry names as its predecessor. */
export const genesisHash = "0".repeat(64);

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const DecisionRow = z.object({
  seq: z.number().int(),
  /** Its place in the chain it was written in, where a merge has given it another one here. */
  number: z.number().int().nullable(),
  id: z.string(),
  at_us: z.number().int(),
  actor: z.string(),
  kind: z.string(),
  body: z.string(),
  prev_hash: z.string(),
  hash: z.string(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

/** sha256 over the predecessor's hash, a line feed, and the canonical JSON of what was decided. */
export function chainHash(prevHash: string, entry: { seq: number; at: number; actor: string; kind: string; body: unknown }): string {
  const { seq, at, actor, kind, body } = entry;
  return sha256(`${prevHash}\n${canonicalJson({ seq, at, actor, kind, body })}`);
}

export const decisionId = (hash: string): string => `d${hash.slice(0, 16)}`;

/** Throws AppError `workspace-damaged` for a body that is not JSON. */
export function toDecision(row: DecisionRow): Decision {
  const body = readBody(row);
  const { seq, id, number, at_us: at, actor, kind, prev_hash: prevHash, hash } = row;
  return { seq, id, at, actor, kind, body, prevHash, hash, ...(number === null ? {} : { number }) };
}

function readBody({ seq, body }: DecisionRow): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `Entry ${seq} of the decision log is damaged and cannot be read. ${repairHint}`;
    throw new AppError("workspace-damaged", message, { file: "quarry.sqlite", hint: repairHint }, { cause: error });
  }
}

/** What is wrong with `row`, given the entry that should stand before it. */
export function entryProblems(row: DecisionRow, previous: Head): string[] {
  const problems: string[] = [];
  const gap = row.seq - previous.seq - 1;
  if (gap > 0) problems.push(gap === 1 ? `entry ${row.seq - 1} is missing` : `entries ${previous.seq + 1} to ${row.seq - 1} are missing`);
  if (row.prev_hash !== previous.hash) problems.push("does not follow the entry before it: that one was changed, removed or moved");
  let body: unknown;
  try {
    body = JSON.parse(row.body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [...problems, "its content is not readable"];
  }
  const hash = chainHash(row.prev_hash, { seq: row.seq, at: row.at_us, actor: row.actor, kind: row.kind, body });
  if (hash !== row.hash || canonicalJson(body) !== row.body) problems.push("was changed after it was written");
  if (row.id !== decisionId(row.hash)) problems.push("its id does not belong to its content");
  return problems;
}
