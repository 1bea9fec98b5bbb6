import { z } from "zod";
import type { DryRun, Scope, Suppression } from "../../../shared/contract/suppressions.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import { dryRunDays, isEmptyScope, reachOf, scopeWords, suppressionDays } from "../../../shared/domain/suppression.ts";
import { loadText, nowUs } from "../runtime.ts";
import { latestRuns, listRuns } from "../scoring/runs.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { countOpen } from "./open-among.ts";
import { isActive, type SuppressionState } from "./fold-holds.ts";
import type { Holds } from "./holds.ts";
import type { Judge } from "./judge.ts";
import type { Matched } from "./suppressible.ts";
import type { SuppressionBody, SuppressionChange } from "./hold-decisions.ts";

const concernedSql = loadText(import.meta.url, "suppressed-anomalies.sql");
const listedSql = loadText(import.meta.url, "suppressed-listed.sql");
const surfacedSql = loadText(import.meta.url, "surfaced-since.sql");

const ConcernedRow = z.object({ id: z.string(), verdict: z.string().nullable(), is_scored: z.number() });
const ListedRow = z.object({ id: z.string(), label: z.string(), model: z.string(), from_us: z.number(), to_us: z.number() });
const CountRow = z.object({ n: z.number() });

const dayUs = 86_400_000_000;
const listed = 10;

/** Where suppressions are made, changed and counted. Every change is a person's decision in the log, undone like a verdict. */
export class SuppressionBook {
  readonly #db: Database;
  readonly #holds: Holds;
  readonly #judge: Judge;

  constructor(parts: { readonly db: Database; readonly holds: Holds; readonly judge: Judge }) {
    this.#db = parts.db;
    this.#holds = parts.holds;
    this.#judge = parts.judge;
  }

  /** What a scope would have hidden. Throws AppError `bad-input` for a scope that says nothing or names what is no entity. */
  preview(scope: Scope): DryRun {
    checkScope(scope);
    const since = nowUs() - dryRunDays * dayUs;
    const matched = listRuns(this.#db).flatMap((run) =>
      this.#holds.matches(run.id, scope).map((one) => ({ ...one, isRecent: run.createdAt >= since })),
    );
    const concerned = new Map(
      query(this.#db, concernedSql, ConcernedRow)
        .all({ anomalies: JSON.stringify(matched.map(({ anomalyId }) => anomalyId)) })
        .map((row) => [row.id, row]),
    );
    const known = matched.filter(({ anomalyId }) => concerned.get(anomalyId)?.is_scored !== 0);
    const isMalicious = ({ anomalyId }: Matched): boolean => concerned.get(anomalyId)?.verdict === "malicious";
    // The same subject and window in several runs is one; the newest run comes first, and any of them may be what was judged.
    const subjects = [...Map.groupBy(known, ({ key }) => key).values()].flatMap((same) => {
      const [newest] = same;
      if (newest === undefined) return [];
      return [{ ...newest, isRecent: same.some((one) => one.isRecent), isMalicious: same.some(isMalicious) }];
    });
    const recent = subjects.filter(({ isRecent }) => isRecent);
    const malicious = subjects.filter((one) => one.isMalicious);
    return {
      scope: scopeWords(scope),
      days: dryRunDays,
      surfaced: query(this.#db, surfacedSql, CountRow).get({ since })?.n ?? 0,
      matching: recent.length,
      audited: recent.filter(({ isAudited }) => isAudited).length,
      examples: this.#list(recent),
      malicious: { total: malicious.length, listed: this.#list(malicious) },
    };
  }

  #list(found: readonly Matched[]): DryRun["examples"] {
    const ids = found.slice(0, listed).map(({ anomalyId }) => anomalyId);
    return query(this.#db, listedSql, ListedRow)
      .all({ anomalies: JSON.stringify(ids) })
      .map(({ id, label, model, from_us, to_us }) => ({ anomalyId: id, label, model, window: { from: from_us, to: to_us } }));
  }

  create(input: Parsed<"suppressions.create">, analyst: string): string {
    const { scope, reason, owner, override } = input;
    const days = checkDays(input.days ?? suppressionDays.byDefault);
    const { surfaced, matching, malicious } = this.preview(scope);
    if (malicious.total > 0 && override === undefined)
      throw new AppError(
        "conflict",
        `it would hide what was confirmed malicious (${malicious.total}, such as ${malicious.listed[0]?.label ?? ""}); say why it is made all the same`,
        { field: "override" },
      );
    const body: SuppressionBody = {
      scope,
      reason,
      owner: owner ?? analyst,
      until: nowUs() + Math.round(days * dayUs),
      dryRun: { days: dryRunDays, surfaced, matching, malicious: malicious.total },
      override: malicious.total > 0 ? (override ?? null) : null,
    };
    return this.#judge.decide(analyst, "suppression.create", body).decision.id;
  }

  change({ id, owner, reason, days }: Omit<Parsed<"suppressions.change">, "analyst">, analyst: string): string {
    const before = this.#find(id);
    const now = nowUs();
    if (before.isUndone) throw new AppError("conflict", "this suppression was taken back; make another");
    if (!isActive(before, now) && days === undefined)
      throw new AppError("conflict", "it is over; give it days to go on", { field: "days" });
    const isEnd = days === 0;
    const body: SuppressionChange = {
      suppression: id,
      owner: owner ?? before.owner,
      reason: reason ?? before.reason,
      until: days === undefined ? before.until : isEnd ? now : now + Math.round(checkDays(days) * dayUs),
      isEnd,
    };
    return this.#judge.decide(analyst, "suppression.change", body).decision.id;
  }

  /** Newest first. */
  list(): Suppression[] {
    return this.#holds
      .suppressions()
      .map((one) => this.#toSuppression(one))
      .toReversed();
  }

  show(id: string): Suppression {
    return this.#toSuppression(this.#find(id));
  }

  #find(id: string): SuppressionState {
    const found = this.#holds.suppressions().find((one) => one.id === id);
    if (found === undefined) throw new AppError("not-found", `there is no suppression ${id}`);
    return found;
  }

  #toSuppression({ isEnded, isUndone, ...one }: SuppressionState): Suppression {
    const state = isUndone ? "undone" : isEnded ? "ended" : one.until > nowUs() ? "active" : "expired";
    return { ...one, words: scopeWords(one.scope), state, hidden: state === "active" ? this.#hiddenNow(one.scope) : 0 };
  }

  #hiddenNow(scope: Scope): number {
    const ids = latestRuns(this.#db).flatMap((run) =>
      this.#holds.matches(run.id, scope).flatMap(({ anomalyId, isAudited }) => (isAudited ? [] : [anomalyId])),
    );
    return countOpen(this.#db, ids);
  }
}

/** Throws AppError `bad-input` for a scope that says nothing or names what is no entity. */
export function checkScope(scope: Scope): void {
  const field = "scope";
  if (isEmptyScope(scope))
    throw new AppError(
      "bad-input",
      "a suppression of nothing in particular would hide everything; name an entity, a class, a model or a bound",
      { field },
    );
  const wrong = scope.entities.find((pattern) => reachOf(pattern) === undefined);
  if (wrong !== undefined)
    throw new AppError(
      "bad-input",
      `"${wrong}" names no entity; it is written kind:name, and a star stands only at the beginning of a domain's or host's name`,
      { field },
    );
}

function checkDays(days: number): number {
  if (days > suppressionDays.most)
    throw new AppError("bad-input", `a suppression lasts at most ${suppressionDays.most} days at a time; it can be renewed`, {
      field: "days",
    });
  return days;
}
