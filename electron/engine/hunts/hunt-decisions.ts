import { z } from "zod";
import { HuntRecord, HuntStage } from "../../../shared/contract/hunts.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { stepOf } from "../decisions/steps.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const decisionsSql = loadText(import.meta.url, "hunt-decisions.sql");

const Ids = z.array(z.string());

/** What an anomaly was when somebody decided about it: enough to show the same evidence later, or to say what is gone. */
export const SeenMember = z.object({
  anomalyId: z.string(),
  run: z.string(),
  modelVersion: z.string(),
  /** Null when they were withheld at the time. */
  score: z.number().nullable(),
  pValue: z.number().nullable(),
  bodySha256: z.string(),
});

const bodies = {
  "hunt.open": z.object({
    hunt: z.string(),
    candidate: z.string().nullable(),
    anomalyIds: Ids,
    record: HuntRecord,
    seen: z.array(SeenMember),
  }),
  "hunt.edit": z.object({ hunt: z.string(), changes: HuntRecord.partial() }),
  "hunt.members": z.object({ hunt: z.string(), add: Ids, remove: Ids, seen: z.array(SeenMember) }),
  "hunt.move": z.object({ hunt: z.string(), stage: HuntStage, changes: HuntRecord.partial() }),
  /** Within a group together, the groups of a pair apart, `dropped` in no candidate; all by anomaly id. */
  "hunt.arrange": z.object({
    how: z.enum(["merge", "split", "add", "drop"]),
    together: z.array(Ids),
    apart: z.array(z.tuple([Ids, Ids])),
    dropped: Ids,
  }),
  "decision.undo": z.object({ undoes: z.string() }),
  "decision.redo": z.object({ redoes: z.string() }),
} as const;
type Bodies = typeof bodies;
export type HuntKind = keyof Bodies;
export type HuntBody<K extends HuntKind> = z.infer<Bodies[K]>;

/** A decision about hunts or candidates, as the log has it. */
export type HuntDecision = {
  readonly [K in HuntKind]: Pick<Decision, "id" | "seq" | "actor" | "at"> & { readonly kind: K; readonly body: HuntBody<K> };
}[HuntKind];

const Row = z.object({ id: z.string(), seq: z.number(), actor: z.string(), at_us: z.number(), kind: z.string(), body: z.string() });

function parse(head: Pick<Decision, "id" | "seq" | "actor" | "at">, kind: string, body: unknown): HuntDecision {
  const step = stepOf({ kind, body });
  if (step?.step === "undo") return { ...head, kind: "decision.undo", body: { undoes: step.target } };
  if (step?.step === "redo") return { ...head, kind: "decision.redo", body: { redoes: step.target } };
  switch (kind) {
    case "hunt.open":
      return { ...head, kind, body: bodies[kind].parse(body) };
    case "hunt.edit":
      return { ...head, kind, body: bodies[kind].parse(body) };
    case "hunt.members":
      return { ...head, kind, body: bodies[kind].parse(body) };
    case "hunt.move":
      return { ...head, kind, body: bodies[kind].parse(body) };
    case "hunt.arrange":
      return { ...head, kind, body: bodies[kind].parse(body) };
    default:
      throw new Error(`${kind} is not a decision about hunts`);
  }
}

export const toHuntDecision = ({ id, seq, actor, at, kind, body }: Decision): HuntDecision => parse({ id, seq, actor, at }, kind, body);

/** Everything decided about hunts and candidates, oldest first, and what of all was taken back or done again. */
export const readHuntDecisions = (db: Database): HuntDecision[] =>
  query(db, decisionsSql, Row)
    .all()
    .map(({ id, seq, actor, at_us, kind, body }) => parse({ id, seq, actor, at: at_us }, kind, JSON.parse(body)));
