import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { isWithheld } from "../../../shared/domain/blind.ts";
import { blindOf } from "../scoring/blind-of.ts";
import { nowUs } from "../runtime.ts";
import { readLabel } from "../triage/check-verdict.ts";
import type { SnoozeBody } from "../triage/hold-decisions.ts";
import { readAnomaly } from "../triage/case.ts";
import { checkScope, SuppressionBook } from "../triage/suppression-book.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = Extract<keyof Handlers, `suppressions.${string}` | `snoozes.${string}`>;

export function suppressionOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { holds, judge } = parts;
  const { db } = parts.workspace;
  const book = new SuppressionBook({ db, holds, judge });
  const who = (given: string | undefined): string => {
    requireWritable(parts);
    return signer(parts, given);
  };
  const changed = (id: string, decision: string) => ({ decision, suppression: book.show(id) });
  return {
    "suppressions.offer": async ({ anomalyId }) => {
      const { body, model } = readAnomaly(db, anomalyId);
      const isTold = !isWithheld(blindOf(db, anomalyId));
      return {
        model,
        classes: [...new Set(body.evidence.map((one) => one.class))].toSorted(),
        entities: body.entities,
        features: isTold
          ? body.contributions.flatMap(({ feature, title, unit, value }) => (value === null ? [] : [{ feature, title, unit, value }]))
          : [],
      };
    },
    "suppressions.preview": async ({ scope }, { signal }) => {
      checkScope(scope);
      await holds.prepare(scope, signal);
      return book.preview(scope);
    },
    "suppressions.create": async (input, { signal }) => {
      const analyst = who(input.analyst);
      checkScope(input.scope);
      await holds.prepare(input.scope, signal);
      const decision = book.create(input, analyst);
      return changed(decision, decision);
    },
    "snoozes.set": async ({ anomalyIds, until, note, analyst }) => {
      const actor = who(analyst);
      const missing = anomalyIds.find((id) => readLabel(db, id) === undefined);
      if (missing !== undefined) throw new AppError("not-found", `there is no anomaly ${missing}`, { field: "anomalyIds" });
      if (until !== null && until <= nowUs())
        throw new AppError("bad-input", "it would return at once; name a time that has not come", { field: "until" });
      const body: SnoozeBody = { anomalyIds: [...new Set(anomalyIds)], until, note };
      const { decision } = judge.decide(actor, "case.snooze", body);
      parts.emit("holds.changed", {});
      return { decision: decision.id, anomalies: body.anomalyIds.length };
    },
    "suppressions.list": async () => book.list(),
    "suppressions.change": async (input) => changed(input.id, book.change(input, who(input.analyst))),
  };
}
