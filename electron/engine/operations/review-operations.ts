import { z } from "zod";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import { JudgeInput } from "../../../shared/contract/triage.ts";
import { agreement } from "../labels/agreement.ts";
import { loadText } from "../runtime.ts";
import { reviewShareOf } from "../sqlite/settings.ts";
import { query } from "../sqlite/statement.ts";
import { readAnomaly } from "../triage/case.ts";
import { getOpenDisagreement, readDisagreements } from "../triage/disagreements.ts";
import { looksOf } from "../triage/second-looks.ts";
import { VerdictBody } from "../triage/verdict-projection.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

const countsSql = loadText(import.meta.url, "review-counts.sql");

type Names = `review.${"agreement" | "status" | "share" | "queue" | "judge" | "disagreements" | "settle"}`;

export function reviewOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const changed = (anomalyIds: readonly string[]): void => parts.emit("verdict.changed", { anomalyIds: [...anomalyIds] });
  return {
    "review.agreement": async (input) => agreement(db, input),
    "review.status": async (input) => {
      const analyst = signer(parts, input.analyst);
      const counts = query(db, countsSql, z.object({ looked: z.number(), disputed: z.number() })).get();
      return {
        share: reviewShareOf(db),
        analyst,
        due: looksOf(db, analyst).length,
        looked: counts?.looked ?? 0,
        disputed: counts?.disputed ?? 0,
      };
    },
    "review.share": async ({ share, analyst }) => {
      requireWritable(parts);
      parts.decisions.record("review-share.set", signer(parts, analyst), { share });
      return { share };
    },
    "review.queue": async ({ analyst, limit }) => {
      const looks = looksOf(db, signer(parts, analyst));
      const rows = looks.slice(0, limit).map(({ anomaly }) => {
        const { model, window, body } = readAnomaly(db, anomaly);
        return { anomalyId: anomaly, model, label: body.subject.label, window };
      });
      return { rows, total: looks.length };
    },
    "review.judge": async (input) => {
      requireWritable(parts);
      const analyst = signer(parts, input.analyst);
      const looks = looksOf(db, analyst, input.anomalyIds);
      const missing = input.anomalyIds.find((id) => looks.every(({ anomaly }) => anomaly !== id));
      if (missing !== undefined) throw new AppError("not-found", `${missing} is not a second look for ${analyst}`, { field: "anomalyIds" });
      const secondLooks = Object.fromEntries(looks.map(({ anomaly, decision }) => [anomaly, decision]));
      const { decision, anomalyIds } = parts.judge.judge(input, analyst, { secondLooks });
      changed(anomalyIds);
      const open = readDisagreements(db, { state: "open" }).map(({ anomalyId }) => anomalyId);
      return { decision: decision.id, disputed: anomalyIds.filter((id) => open.includes(id)) };
    },
    "review.disagreements": async (input) => {
      const all = readDisagreements(db, input);
      return { items: all.slice(0, input.limit), total: all.length };
    },
    "review.settle": async (input) => {
      requireWritable(parts);
      const { decision, anomalyIds } = settle(parts, input);
      changed(anomalyIds);
      return { decision };
    },
  };
}

function settle(parts: EngineParts, { anomalyId, adopt, verdict, reason, analyst }: Parsed<"review.settle">) {
  if ((adopt === undefined) === (verdict === undefined))
    throw new AppError("bad-input", "name either the verdict to adopt or a third one", { field: "adopt" });
  const { sides } = getOpenDisagreement(parts.workspace.db, anomalyId);
  const settles = sides.map(({ decision }) => decision);
  const adopted = adopt === undefined ? undefined : settles.find((id) => id === adopt);
  if (adopt !== undefined && adopted === undefined)
    throw new AppError("not-found", `${adopt} is none of the verdicts on ${anomalyId}`, { field: "adopt" });
  const input = JudgeInput.parse({
    ...(adopted === undefined ? { verdict } : said(parts, adopted)),
    anomalyIds: [anomalyId],
    note: reason,
  });
  const made = parts.judge.judge(input, signer(parts, analyst), { settles, ...(adopted === undefined ? {} : { adopts: adopted }) });
  return { decision: made.decision.id, anomalyIds: made.anomalyIds };
}

/** What a verdict said, to be said again. */
function said({ workspace }: EngineParts, id: string) {
  const { verdict, reason, confidence, valid, duplicateOf, techniques } = VerdictBody.parse(workspace.log.find(id)?.body);
  return { verdict, reason, confidence, valid, duplicateOf, techniques };
}
