import type { DryRun, Suppression } from "../../shared/contract/suppressions.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { matchesScope, scopeWords } from "../../shared/domain/suppression.ts";

type Names = Extract<RequestName, `suppressions.${string}` | `snoozes.${string}`>;
type SuppressionHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

interface SuppressionWorld {
  readonly rows: () => readonly QueueRow[];
  readonly analyst: () => string;
  readonly now: () => number;
  /** Takes part in undo and redo. */
  readonly decided: (what: string, apply: (forward: boolean) => void, cases?: readonly string[]) => string;
}

const dayUs = 86_400_000_000;

/** In the fake a subject's keys are its entities, as domains, and there are no features to bound. */
const factsOf = (row: QueueRow) => ({
  model: row.model,
  classes: row.evidence.map((one) => one.class),
  entities: Object.values(row.subject.keys).map((name) => `domain:${name}`),
  features: {},
});
const hiddenOf = (row: QueueRow): DryRun["examples"][number] => ({
  anomalyId: row.anomalyId,
  label: row.subject.label,
  model: row.model,
  window: row.window,
});

export interface FakeSuppressions {
  readonly handlers: SuppressionHandlers;
  holdOf(row: QueueRow): QueueRow["hold"];
  isAnything(): boolean;
}

export function createFakeSuppressions({ rows, analyst, now, decided }: SuppressionWorld): FakeSuppressions {
  let made: readonly Suppression[] = [];
  const snoozes = new Map<string, NonNullable<NonNullable<QueueRow["hold"]>["snooze"]>>();
  const active = (): readonly Suppression[] => made.filter(({ state }) => state === "active");
  const put = (id: string, one: Suppression | undefined): void => {
    made = one === undefined ? made.filter((other) => other.id !== id) : [...made.filter((other) => other.id !== id), one];
  };
  const find = (id: string): Suppression => {
    const found = made.find((one) => one.id === id);
    if (found === undefined) throw new AppError("not-found", `there is no suppression ${id}`);
    return found;
  };
  const counted = (one: Suppression): Suppression => ({
    ...one,
    hidden: one.state === "active" ? rows().filter((row) => row.state === null && matchesScope(one.scope, factsOf(row))).length : 0,
  });
  const preview = (scope: Suppression["scope"]): DryRun => {
    const all = rows();
    const matching = all.filter((row) => matchesScope(scope, factsOf(row)));
    const malicious = matching.filter((row) => row.state?.verdict === "malicious");
    return {
      scope: scopeWords(scope),
      days: 30,
      surfaced: all.length,
      matching: matching.length,
      audited: 0,
      examples: matching.slice(0, 10).map(hiddenOf),
      malicious: { total: malicious.length, listed: malicious.slice(0, 10).map(hiddenOf) },
    };
  };
  return {
    holdOf: (row) => {
      const by = active().filter(({ scope }) => matchesScope(scope, factsOf(row)));
      const snooze = snoozes.get(row.anomalyId) ?? null;
      if (by.length === 0 && snooze === null) return null;
      const suppressions = by.map(({ id, reason, owner, until }) => ({ id, reason, owner, until }));
      return { suppressions, isAudited: false, snooze, isHidden: snooze !== null || (by.length > 0 && row.state === null) };
    },
    isAnything: () => snoozes.size > 0 || active().length > 0,
    handlers: {
      "snoozes.set": ({ anomalyIds, until, note }) => {
        const before = anomalyIds.map((id) => snoozes.get(id));
        const apply = (forward: boolean): void => {
          for (const [i, id] of anomalyIds.entries()) {
            const now = forward ? (until === null ? undefined : { until, analyst: analyst(), note }) : before[i];
            if (now === undefined) snoozes.delete(id);
            else snoozes.set(id, now);
          }
        };
        return { decision: decided(`snooze of ${String(anomalyIds.length)} cases`, apply, anomalyIds), anomalies: anomalyIds.length };
      },
      "suppressions.offer": ({ anomalyId }) => {
        const row = rows().find((one) => one.anomalyId === anomalyId);
        if (row === undefined) throw new AppError("not-found", `there is no anomaly ${anomalyId}`);
        const { model, classes, entities } = factsOf(row);
        const features = [{ feature: "regularity", title: "Interval regularity", unit: "ratio", value: 0.98 }];
        return { model, classes: [...new Set(classes)], entities, features };
      },
      "suppressions.preview": ({ scope }) => preview(scope),
      "suppressions.list": () => made.map(counted).toReversed(),
      "suppressions.create": ({ scope, reason, owner = analyst(), days = 30, override }) => {
        const { surfaced, matching, malicious } = preview(scope);
        if (malicious.total > 0 && override === undefined)
          throw new AppError("conflict", "it would hide what was confirmed malicious; say why it is made all the same", {
            field: "override",
          });
        const one: Suppression = {
          id: `s${String(made.length + 1)}`,
          scope,
          words: scopeWords(scope),
          owner,
          reason,
          until: now() + days * dayUs,
          createdAt: now(),
          createdBy: analyst(),
          state: "active",
          dryRun: { days: 30, surfaced, matching, malicious: malicious.total },
          override: override ?? null,
          hidden: 0,
        };
        const decision = decided(`suppression of ${one.words}`, (forward) => put(one.id, forward ? one : { ...one, state: "undone" }));
        return { decision, suppression: counted(one) };
      },
      "suppressions.change": ({ id, owner, reason, days }) => {
        const before = find(id);
        const after: Suppression = {
          ...before,
          owner: owner ?? before.owner,
          reason: reason ?? before.reason,
          until: days === undefined ? before.until : now() + days * dayUs,
          state: days === 0 ? "ended" : "active",
        };
        const decision = decided("change of a suppression", (forward) => put(id, forward ? after : before));
        return { decision, suppression: counted(after) };
      },
    },
  };
}
