import type { z } from "zod";
import type { DatasetScope, InputTable, QueryEngine } from "./query-engine.ts";

export interface Reader {
  readonly queryEngine: QueryEngine;
  readonly scope: DatasetScope;
  readonly signal: AbortSignal | undefined;
  /** When its statements run; at once without it. */
  readonly turn?: Turn;
}

type Turn = <T>(ask: () => Promise<T>) => Promise<T>;

/** One statement after the other, in the order in which they are asked. */
export function takeTurns(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** Runs one of this folder's statements; a result of another shape is a bug and throws with the statement's name. */
export async function readRows<Row>(
  reader: Reader,
  name: string,
  sql: string,
  tables: readonly InputTable[],
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const { queryEngine, scope, signal, turn } = reader;
  const ask = () => queryEngine.rows({ scope, sql, tables, isRepeated: true }, signal);
  const rows = await (turn === undefined ? ask() : turn(ask));
  return rows.map((each) => {
    const parsed = row.safeParse(each);
    if (parsed.success) return parsed.data;
    throw new Error(`${name} gave a row of another shape: ${parsed.error.message}`);
  });
}

/** Answers that follow from a scope alone: snapshots never change, so that each engine's last one is kept. */
export function lastOfScope<T>(read: (reader: Reader) => Promise<T>): (reader: Reader) => Promise<T> {
  const kept = new WeakMap<QueryEngine, { readonly asked: string; readonly answer: T }>();
  return async (reader) => {
    const asked = JSON.stringify(reader.scope);
    const known = kept.get(reader.queryEngine);
    if (known?.asked === asked) return known.answer;
    const answer = await read(reader);
    kept.set(reader.queryEngine, { asked, answer });
    return answer;
  };
}

/**
 * Rows about things that follow from a scope and the thing alone, by the thing: what is not known is asked together. Each engine keeps those of the last
 * scope, of the things asked last, up to so many rows, and counts a thing without any as one.
 */
export function keptOfScope<Row>(
  mostRows: number,
  ask: (reader: Reader, things: readonly string[]) => Promise<ReadonlyMap<string, readonly Row[]>>,
): (reader: Reader, things: readonly string[]) => Promise<ReadonlyMap<string, readonly Row[]>> {
  const kept = new WeakMap<QueryEngine, { readonly scope: string; readonly rows: Map<string, readonly Row[]> }>();
  const rowsOf = ({ queryEngine, scope }: Reader): Map<string, readonly Row[]> => {
    const asked = JSON.stringify(scope);
    const known = kept.get(queryEngine);
    if (known?.scope === asked) return known.rows;
    const rows = new Map<string, readonly Row[]>();
    kept.set(queryEngine, { scope: asked, rows });
    return rows;
  };
  return async (reader, things) => {
    const rows = rowsOf(reader);
    const missing = things.filter((thing) => !rows.has(thing));
    const found = new Map(things.flatMap((thing) => [[thing, rows.get(thing) ?? []] as const]));
    if (missing.length > 0) {
      const told = await ask(reader, missing);
      for (const thing of missing) found.set(thing, told.get(thing) ?? []);
    }
    for (const [thing, answer] of found) {
      rows.delete(thing);
      rows.set(thing, answer);
    }
    let count = [...rows.values()].reduce((sum, { length }) => sum + Math.max(1, length), 0);
    for (const [thing, { length }] of rows) {
      if (count <= mostRows) break;
      rows.delete(thing);
      count -= Math.max(1, length);
    }
    return found;
  };
}

type Column = InputTable["columns"][number];

export const texts = (name: string, values: readonly (string | null)[]): Column => ({ name, type: "string", values });
export const integers = (name: string, values: readonly number[]): Column => ({ name, type: "int64", values });
export const times = (name: string, values: readonly number[]): Column => ({ name, type: "timestamp", values });

export const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== undefined && value !== ""))].toSorted();

/** Rows by the value of a key, in the order they came. */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
