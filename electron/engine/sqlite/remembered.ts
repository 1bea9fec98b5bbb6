import type { Database } from "./database.ts";

interface Watch {
  changes(): unknown;
  version(): unknown;
}

const watches = new WeakMap<Database, Watch>();

/** Tells apart any two moments between which something was written: rows by this connection, commits by another (https://www.sqlite.org/pragma.html#pragma_data_version). */
function stateOf(db: Database): string {
  const known = watches.get(db);
  if (known !== undefined) return `${String(known.changes())} ${String(known.version())}`;
  const changes = db.prepare<[], unknown>("SELECT total_changes()").pluck();
  const version = db.prepare<[], unknown>("PRAGMA data_version").pluck();
  watches.set(db, { changes: () => changes.get(), version: () => version.get() });
  return stateOf(db);
}

/** Answers are small: this is some tens of megabytes at most. */
const most = 50_000;

/**
 * A look-up whose answers are kept, by `keyOf`, for as long as nothing at all is written to the database. Answers are shared and must not be changed.
 * Inside a transaction nothing is kept, since it may be rolled back.
 */
export function remembered<Question extends readonly unknown[], Answer>(
  keyOf: (db: Database, ...question: Question) => string,
  find: (db: Database, ...question: Question) => Answer,
): (db: Database, ...question: Question) => Answer {
  const memories = new WeakMap<Database, { readonly state: string; readonly answers: Map<string, { readonly answer: Answer }> }>();
  return (db, ...question) => {
    if (db.inTransaction) return find(db, ...question);
    const state = stateOf(db);
    const before = memories.get(db);
    const memory =
      before?.state === state && before.answers.size < most ? before : { state, answers: new Map<string, { answer: Answer }>() };
    if (memory !== before) memories.set(db, memory);
    const key = keyOf(db, ...question);
    const known = memory.answers.get(key) ?? { answer: find(db, ...question) };
    memory.answers.set(key, known);
    return known.answer;
  };
}
