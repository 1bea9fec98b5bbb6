import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Scope } from "../../../shared/contract/suppressions.ts";
import type { Hold } from "../../../shared/contract/triage.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText, nowUs } from "../runtime.ts";
import { listRuns } from "../scoring/runs.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { foldSnoozes, foldSuppressions, isActive, type Snooze, type SuppressionState } from "./fold-holds.ts";
import { readHoldDecisions } from "./hold-decisions.ts";
import { countOpen } from "./open-among.ts";
import { type Matched, matchRun } from "./suppressible.ts";

const sameSql = loadText(import.meta.url, "same-finding.sql");

/** What the queue leaves out of some runs now. */
export interface HeldNow {
  /** Matched by suppressions in force and not kept in sight; an anomaly with a verdict, or of the blind sample, is shown all the same. */
  readonly suppressed: ReadonlySet<string>;
  /** Matched, and kept in sight by lot. */
  readonly audited: ReadonlySet<string>;
  /** Put off by a person until a time that has not come. */
  readonly snoozed: ReadonlySet<string>;
  /** When the first of it returns; undefined when nothing is left out for a time. */
  readonly nextReturn: number | undefined;
  of(anomalyId: string): Omit<Hold, "isHidden"> | undefined;
}

interface Kept {
  readonly head: string;
  readonly suppressions: readonly SuppressionState[];
  readonly snoozes: ReadonlyMap<string, Snooze>;
}
const matchKey = (run: string, scope: Scope): string => `${run} ${canonicalJson(scope)}`;
const SameRow = z.object({ id: z.string(), snoozed: z.string() });

/** Suppressions and snoozes as of now. Nothing of it is stored: it derives from the log, from what the runs surfaced, and from the clock. */
export class Holds {
  readonly #db: Database;
  readonly #log: Pick<DecisionLog, "head">;
  /** By run and scope. */
  readonly #matches = new Map<string, readonly Matched[]>();
  #kept: Kept | undefined;

  constructor(db: Database, log: Pick<DecisionLog, "head">) {
    this.#db = db;
    this.#log = log;
  }

  /** All there ever were, oldest first. */
  suppressions(): readonly SuppressionState[] {
    return this.#read().suppressions;
  }

  #read(): Kept {
    const { hash: head } = this.#log.head();
    if (this.#kept?.head === head) return this.#kept;
    const decisions = readHoldDecisions(this.#db);
    return (this.#kept = { head, suppressions: foldSuppressions(decisions), snoozes: foldSnoozes(decisions) });
  }

  /** A snooze holds for the same subject and window whichever run surfaced it. */
  #snoozed(runs: readonly string[], now: number): ReadonlyMap<string, Snooze> {
    const asleep = [...this.#read().snoozes].filter(([, { until }]) => until > now);
    if (asleep.length === 0) return new Map();
    const byAnomaly = new Map(asleep);
    const rows = query(this.#db, sameSql, SameRow).all({ runs: JSON.stringify(runs), anomalies: JSON.stringify(asleep.map(([id]) => id)) });
    return new Map(
      rows.flatMap(({ id, snoozed }): [string, Snooze][] => {
        const snooze = byAnomaly.get(snoozed);
        return snooze === undefined ? [] : [[id, snooze]];
      }),
    );
  }

  now(runs: readonly string[]): HeldNow {
    const now = nowUs();
    const active = this.suppressions().filter((one) => isActive(one, now));
    const snoozes = this.#snoozed(runs, now);
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
      suppressed: new Set([...by.keys()].filter((id) => !audited.has(id))),
      audited,
      snoozed: new Set(snoozes.keys()),
      nextReturn: [...active, ...snoozes.values()].reduce<number | undefined>(
        (first, { until }) => (first === undefined ? until : Math.min(first, until)),
        undefined,
      ),
      of: (anomalyId) => {
        const suppressions = (by.get(anomalyId) ?? []).map(({ id, reason, owner, until }) => ({ id, reason, owner, until }));
        const snooze = snoozes.get(anomalyId) ?? null;
        if (suppressions.length === 0 && snooze === null) return undefined;
        return { suppressions, isAudited: audited.has(anomalyId), snooze };
      },
    };
  }

  /** How many cases suppressions hide in the queue over these runs. */
  countHidden(runs: readonly string[]): number {
    return countOpen(this.#db, [...this.now(runs).suppressed]);
  }

  /** Finds what `matches` gives for any run some at a time, so that the engine answers others meanwhile. Rejects with what `signal` was aborted with. */
  async prepare(scope: Scope, signal: AbortSignal): Promise<void> {
    for (const { id: run } of listRuns(this.#db)) {
      const key = matchKey(run, scope);
      if (this.#matches.has(key)) continue;
      const found: Matched[] = [];
      for (const some of matchRun(this.#db, run, scope)) {
        found.push(...some);
        await setImmediate();
        signal.throwIfAborted();
      }
      this.#matches.set(key, found);
    }
  }

  matches(run: string, scope: Scope): readonly Matched[] {
    const key = matchKey(run, scope);
    const known = this.#matches.get(key) ?? [...matchRun(this.#db, run, scope)].flat();
    this.#matches.set(key, known);
    return known;
  }
}
