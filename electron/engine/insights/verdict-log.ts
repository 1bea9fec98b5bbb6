import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { type Apart, foldDecisions, type TriageDecision } from "../../../shared/domain/decision-fold.ts";
import { type BlindKind, blindKinds } from "../../../shared/domain/blind.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { DecisionRow, toDecision } from "../sqlite/decision-chain.ts";
import { lastMerge } from "../sqlite/decision-rows.ts";
import { query } from "../sqlite/statement.ts";
import { concurrentIn } from "../triage/concurrent-verdicts.ts";
import { toTriageDecision, VerdictBody } from "../triage/verdict-projection.ts";

const entriesSql = loadText(import.meta.url, "verdict-entries.sql");
const factsSql = loadText(import.meta.url, "case-facts.sql");

/** One decision that gave a verdict, whether it stands or not. */
export interface VerdictEntry extends Pick<Decision, "id" | "seq" | "at" | "actor"> {
  readonly body: VerdictBody;
}

/** A decision and one of the cases it is about. */
export interface EntryOnCase {
  readonly anomalyId: string;
  readonly entry: VerdictEntry;
}

export interface CaseFacts {
  readonly anomalyId: string;
  readonly run: string;
  readonly model: string;
  readonly label: string;
  /** The same for the same subject and window in every run. */
  readonly subject: string;
  /** Undefined for a case that is not of the blind sample. */
  readonly blind: BlindKind | undefined;
}

export interface VerdictHistory {
  /** Oldest first. */
  readonly verdicts: readonly VerdictEntry[];
  readonly undone: ReadonlySet<string>;
  /** The decision in force for each judged anomaly. */
  readonly current: ReadonlyMap<string, VerdictEntry>;
  factsOf(anomalyId: string): CaseFacts | undefined;
}

const FactsRow = z.object({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  kind: z.enum(blindKinds).nullable(),
});

/** The verdicts of the log, read from it and from nothing derived. What was read stays read until copies are merged: entries and anomalies never change. */
export class VerdictLog {
  readonly #db: Database;
  #verdicts: VerdictEntry[] = [];
  #decisions: TriageDecision[] = [];
  #concurrent: readonly Apart[] = [];
  readonly #facts = new Map<string, CaseFacts>();
  #lastSeq = 0;
  #lastMerge: string | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  read(): VerdictHistory {
    const fresh = this.#readOn();
    this.#learn(fresh);
    const { current, undone } = foldDecisions(this.#decisions, this.#concurrent);
    const byId = new Map(this.#verdicts.map((entry) => [entry.id, entry]));
    const inForce = new Map<string, VerdictEntry>();
    for (const [anomaly, id] of current) {
      const entry = byId.get(id);
      if (entry !== undefined) inForce.set(anomaly, entry);
    }
    return { verdicts: this.#verdicts, undone, current: inForce, factsOf: (id) => this.#facts.get(id) };
  }

  #readOn(): VerdictEntry[] {
    const fresh: VerdictEntry[] = [];
    const merge = lastMerge(this.#db);
    if (merge !== this.#lastMerge) this.#forget(merge);
    for (const row of query(this.#db, entriesSql, DecisionRow).iterate({ after: this.#lastSeq })) {
      const { id, seq, at, actor, kind, body } = toDecision(row);
      const decision = toTriageDecision({ id, seq, actor, kind, body });
      if (decision !== undefined) this.#decisions.push(decision);
      if (kind === "verdict.record") fresh.push({ id, seq, at, actor, body: VerdictBody.parse(body) });
      this.#lastSeq = seq;
    }
    this.#verdicts.push(...fresh);
    return fresh;
  }

  /** A merge gives entries other places: all is read again. */
  #forget(merge: string | undefined): void {
    this.#verdicts = [];
    this.#decisions = [];
    this.#concurrent = concurrentIn(this.#db);
    this.#lastSeq = 0;
    this.#lastMerge = merge;
  }

  #learn(fresh: readonly VerdictEntry[]): void {
    const unknown = [...new Set(fresh.flatMap(({ body }) => body.anomalyIds))].filter((id) => !this.#facts.has(id));
    for (const row of query(this.#db, factsSql, FactsRow).all({ anomalies: JSON.stringify(unknown) }))
      this.#facts.set(row.id, {
        anomalyId: row.id,
        run: row.run_id,
        model: row.model,
        label: row.label,
        subject: JSON.stringify([row.model, row.subject_key, row.from_us, row.to_us]),
        blind: row.kind ?? undefined,
      });
  }
}
