import { z } from "zod";
import { anomalyHealthChanges } from "../health/store-anomaly-health.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const listSql = loadText(import.meta.url, "queue-list.sql");
const concernedSql = loadText(import.meta.url, "queue-concerned.sql");

const Row = z.object({
  id: z.string(),
  run: z.string(),
  model: z.string(),
  place: z.number(),
  tie: z.number(),
  is_last: z.number(),
  weight: z.number(),
  health: z.string().nullable(),
  q: z.number().nullable(),
  label: z.string(),
  reasons: z.string().nullable(),
});
const Concerned = z.object({
  id: z.string(),
  is_judged: z.number(),
  is_second_look: z.number(),
  is_disputed: z.number(),
  is_scored: z.number(),
  is_blind: z.number(),
  model: z.string(),
  label: z.string(),
  reasons: z.string().nullable(),
});

/** What no verdict changes about an anomaly in the queue. */
export interface Listed {
  readonly id: string;
  readonly run: string;
  readonly model: string;
  /** In its run's share of the queue, from 1. */
  readonly place: number;
  readonly tie: number;
  /** Its score is not to be trusted. */
  readonly isLast: boolean;
  /** Divides its place. */
  readonly weight: number;
  readonly health: string | null;
  /** What a text is looked for in, in lower case. */
  readonly text: string;
}

/** What verdicts, blind samples and reviews make of an anomaly for whoever looks. */
export interface Standing {
  readonly isJudged: boolean;
  readonly isSecondLook: boolean;
  readonly isDisputed: boolean;
  /** Its score is shown. */
  readonly isScored: boolean;
  readonly isBlind: boolean;
  /** Instead of the one listed, which could hold reasons that are withheld. */
  readonly text: string;
}

/** The anomalies of some runs in the order of the queue. */
export interface QueueList {
  readonly all: readonly Listed[];
  /** Largest q-value of what was surfaced, audit items left out; NULL when nothing was. */
  readonly largestQ: number | null;
  /** Rank of an anomaly, from 1. */
  rankOf(anomalyId: string): number | undefined;
  /** Those of one run, by place. */
  ofRun(run: string): readonly Listed[];
}

/** As many lists as a desk asks for in turn: the newest runs of all models, those of one model, and those of an older run whose case is open. */
const mostKept = 3;

const textOf = (label: string, model: string, reasons: string | null): string => `${label} ${model} ${reasons ?? ""}`.toLowerCase();

/** By place within the run and its weight, so that no model with a finer-grained p-value takes the whole day; what is not to be trusted comes last. */
function compareListed(a: Listed, b: Listed, placeOfA = a.place, placeOfB = b.place): number {
  if (a.isLast !== b.isLast) return a.isLast ? 1 : -1;
  const byPlace = placeOfA / a.weight - placeOfB / b.weight || a.tie - b.tie;
  if (byPlace !== 0) return byPlace;
  if (a.model !== b.model) return a.model < b.model ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Place by anomaly, of those that stand elsewhere than they were scored for. */
type Ranks = ReadonlyMap<string, number>;

/** The order with some anomalies at other places than they were scored for. */
export function reordered({ all }: Pick<QueueList, "all">, ranks: Ranks): readonly Listed[] {
  if (ranks.size === 0) return all;
  const placeOf = (one: Listed): number => ranks.get(one.id) ?? one.place;
  const moved = all.filter(({ id }) => ranks.has(id)).toSorted((a, b) => compareListed(a, b, placeOf(a), placeOf(b)));
  const order: Listed[] = [];
  let next = 0;
  for (const one of all) {
    if (ranks.has(one.id)) continue;
    for (let mover = moved[next]; mover !== undefined && compareListed(mover, one, placeOf(mover), one.place) < 0; mover = moved[++next])
      order.push(mover);
    order.push(one);
  }
  return [...order, ...moved.slice(next)];
}

/** The lists asked for last, kept in memory: what they are made of is never changed but for the health of anomalies, whose changes are counted. */
export class QueueLists {
  readonly #db: Database;
  readonly #kept = new Map<string, { readonly changes: number; readonly list: QueueList }>();

  #ordered: { readonly list: QueueList; readonly orders: readonly Ranks[]; readonly all: readonly Listed[] } | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A list as some orders rank it. The one asked for last is kept for as long as the orders are the same objects. */
  ordered(list: QueueList, orders: readonly Ranks[]): readonly Listed[] {
    const known = this.#ordered;
    if (known?.list === list && known.orders.length === orders.length && orders.every((order, i) => order === known.orders[i]))
      return known.all;
    const all = reordered(list, new Map(orders.flatMap((ranks) => [...ranks])));
    this.#ordered = { list, orders, all };
    return all;
  }

  of(runs: readonly string[]): QueueList {
    const key = JSON.stringify(runs);
    const changes = anomalyHealthChanges(this.#db);
    const known = this.#kept.get(key);
    const list = known?.changes === changes ? known.list : readList(this.#db, key);
    this.#kept.delete(key);
    this.#kept.set(key, { changes, list });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return list;
  }

  /** Of those of some runs of which there is anything to say; all others are open, and nothing about them is withheld. */
  standings(runs: readonly string[]): ReadonlyMap<string, Standing> {
    const rows = query(this.#db, concernedSql, Concerned).all({ runs: JSON.stringify(runs) });
    return new Map(
      rows.map((row): [string, Standing] => [
        row.id,
        {
          isJudged: row.is_judged === 1,
          isSecondLook: row.is_second_look === 1,
          isDisputed: row.is_disputed === 1,
          isScored: row.is_scored === 1,
          isBlind: row.is_blind === 1,
          text: textOf(row.label, row.model, row.reasons),
        },
      ]),
    );
  }
}

function readList(db: Database, runs: string): QueueList {
  const all: Listed[] = [];
  let largestQ: number | null = null;
  for (const row of query(db, listSql, Row).iterate({ runs })) {
    const { id, run, model, place, tie, weight, health } = row;
    all.push({ id, run, model, place, tie, isLast: row.is_last === 1, weight, health, text: textOf(row.label, model, row.reasons) });
    if (row.q !== null) largestQ = Math.max(largestQ ?? row.q, row.q);
  }
  all.sort((a, b) => compareListed(a, b));
  let ranks: ReadonlyMap<string, number> | undefined;
  const byRun = new Map<string, readonly Listed[]>();
  return {
    all,
    largestQ,
    rankOf: (anomalyId) => (ranks ??= new Map(all.map(({ id }, i) => [id, i + 1]))).get(anomalyId),
    ofRun(run) {
      const known = byRun.get(run) ?? all.filter((one) => one.run === run).toSorted((a, b) => a.place - b.place);
      byRun.set(run, known);
      return known;
    },
  };
}
