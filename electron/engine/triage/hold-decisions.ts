import { z } from "zod";
import { Scope } from "../../../shared/contract/suppressions.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { scopeWords } from "../../../shared/domain/suppression.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const decisionsSql = loadText(import.meta.url, "hold-decisions.sql");

export const SuppressionBody = z.object({
  scope: Scope,
  owner: z.string(),
  reason: z.string(),
  until: z.number(),
  /** What was found before it was made. */
  dryRun: z.object({ days: z.number(), surfaced: z.number(), matching: z.number(), malicious: z.number() }),
  override: z.string().nullable(),
});
export type SuppressionBody = z.infer<typeof SuppressionBody>;

/** `until` is when it ends; `isEnd` when a person ended it there and then. */
export const SuppressionChange = z.object({
  suppression: z.string(),
  owner: z.string(),
  reason: z.string(),
  until: z.number(),
  isEnd: z.boolean(),
});
export type SuppressionChange = z.infer<typeof SuppressionChange>;

/** `until` is null when the cases are taken back into the queue at once. */
export const SnoozeBody = z.object({ anomalyIds: z.array(z.string()), until: z.number().nullable(), note: z.string() });
export type SnoozeBody = z.infer<typeof SnoozeBody>;

const Row = z.object({ id: z.string(), at_us: z.number(), actor: z.string(), kind: z.string(), body: z.string() });

interface Head {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
}
export type HoldDecision =
  | (Head & { readonly kind: "suppression.create"; readonly body: SuppressionBody })
  | (Head & { readonly kind: "suppression.change"; readonly body: SuppressionChange })
  | (Head & { readonly kind: "case.snooze"; readonly body: SnoozeBody })
  | (Head & { readonly kind: "decision.undo"; readonly undoes: string })
  | (Head & { readonly kind: "decision.redo"; readonly redoes: string });

function toHoldDecision({ id, at_us: at, actor, kind, body }: z.infer<typeof Row>): HoldDecision[] {
  const head = { id, at, actor };
  const value: unknown = JSON.parse(body);
  switch (kind) {
    case "suppression.create":
      return [{ ...head, kind, body: SuppressionBody.parse(value) }];
    case "suppression.change":
      return [{ ...head, kind, body: SuppressionChange.parse(value) }];
    case "case.snooze":
      return [{ ...head, kind, body: SnoozeBody.parse(value) }];
    case "decision.undo":
      return [{ ...head, kind, undoes: z.object({ undoes: z.string() }).parse(value).undoes }];
    case "decision.redo":
      return [{ ...head, kind, redoes: z.object({ redoes: z.string() }).parse(value).redoes }];
    default:
      return [];
  }
}

/** What a decision about what the queue leaves out was, in words; undefined for the others. */
export function describeHold({ kind, body }: Pick<Decision, "kind" | "body">): string | undefined {
  if (kind === "suppression.create") return `suppression of ${scopeWords(SuppressionBody.parse(body).scope)}`;
  if (kind === "suppression.change") return SuppressionChange.parse(body).isEnd ? "end of a suppression" : "change of a suppression";
  if (kind !== "case.snooze") return undefined;
  const { anomalyIds, until } = SnoozeBody.parse(body);
  return `${until === null ? "return" : "snooze"} of ${anomalyIds.length === 1 ? "1 case" : `${anomalyIds.length} cases`}`;
}

/** Oldest first. */
export const readHoldDecisions = (db: Database): HoldDecision[] => query(db, decisionsSql, Row).all().flatMap(toHoldDecision);
