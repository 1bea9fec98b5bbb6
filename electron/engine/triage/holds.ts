import type { Hold } from "../../../shared/contract/triage.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { foldSuppressions, isActive, type SuppressionState } from "./fold-holds.ts";
import { readHoldDecisions } from "./hold-decisions.ts";
import { countOpen } from "./open-among.ts";
import { type Matched, matchRun } from "./suppressible.ts";

/** What the queue leaves out of some runs now. */
export interface HeldNow {
  /** Matched by suppressions in force and not kept in sight; an anomaly with a verdict, or of the blind sample, is shown all the same. */
  readonly suppressed: readonly string[];
  /** Matched, and kept in sight by lot. */
  readonly audited: readonly string[];
  /** When the first of it returns; undefined when nothing is left out for a time. */
  readonly nextReturn: number | undefined;
  of(anomalyId: string): Omit<Hold, "isHidden"> | undefined;
}

/** Suppressions as of now. Nothing of it is stored: it derives from the log, from what the runs surfaced, and from the clock. */
export class Holds {
  readonly #db: Database;
  readonly #log: Pick<DecisionLog, "head">;
  /** By run and scope. */
  readonly #matches = new Map<string, readonly Matched[]>();
  #kept: { readonly seq: number; readonly suppressions: readonly SuppressionState[] } | undefined;

  constructor(db: Database, log: Pick<DecisionLog, "head">) {
    this.#db = db;
    this.#log = log;
  }

  /** All there ever were, oldest first. */
  suppressions(): readonly SuppressionState[] {
    const { seq } = this.#log.head();
    this.#kept = this.#kept?.seq === seq ? this.#kept : { seq, suppressions: foldSuppressions(readHoldDecisions(this.#db)) };
    return this.#kept.suppressions;
  }

  now(runs: readonly string[]): HeldNow {
    const now = nowUs();
    const active = this.suppressions().filter((one) => isActive(one, now));
    const by = new Map<string, SuppressionState[]>();
    const audited = new Set<string>();
    for (const suppression of active)
      for (const { anomalyId, isAudited } of runs.flatMap((run) => this.matches(run, suppression.scope))) {
        const found = by.get(anomalyId);
        if (found === undefined) by.set(anomalyId, [suppression]);
        else found.push(suppression);
        if (isAudited) audited.add(anomalyId);
      }
    return {
      suppressed: [...by.keys()].filter((id) => !audited.has(id)),
      audited: [...audited],
      nextReturn: active.length === 0 ? undefined : Math.min(...active.map(({ until }) => until)),
      of: (anomalyId) => {
        const suppressions = by.get(anomalyId)?.map(({ id, reason, owner, until }) => ({ id, reason, owner, until }));
        return suppressions === undefined ? undefined : { suppressions, isAudited: audited.has(anomalyId) };
      },
    };
  }

  /** How many cases suppressions hide in the queue over these runs. */
  countHidden(runs: readonly string[]): number {
    return countOpen(this.#db, this.now(runs).suppressed);
  }

  matches(run: string, scope: SuppressionState["scope"]): readonly Matched[] {
    const key = `${run} ${canonicalJson(scope)}`;
    const known = this.#matches.get(key) ?? matchRun(this.#db, run, scope);
    this.#matches.set(key, known);
    return known;
  }
}
