import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { createDecisionLog } from "./decision-log.ts";
import { migrations } from "./migrations.ts";

export interface CopyFacts {
  /** Format; 0 where it cannot be read. */
  readonly version: number;
  readonly decisions: number;
  readonly head: string;
  /** What is wrong, most telling first; empty for a whole copy. */
  readonly problems: readonly string[];
}

const Line = z.object({ integrity_check: z.string() });
const Count = z.object({ n: z.number().int() });
const mostProblems = 5;

/**
 * Reads a database file that nobody writes to from its first page to its last: SQLite's own integrity check, references, and the chain of decisions. Writes
 * nothing. The chain of a file of another format is not read, as its tables may be others.
 */
export function checkCopy(path: string): CopyFacts {
  let db: BetterSqlite3.Database | undefined;
  try {
    db = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
    return check(db);
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    return { version: 0, decisions: 0, head: "", problems: [`SQLite cannot read it: ${error.message}`] };
  } finally {
    db?.close();
  }
}

function check(db: BetterSqlite3.Database): CopyFacts {
  const version = z.number().parse(db.pragma("user_version", { simple: true }));
  const pages = z.array(Line).parse(db.pragma(`integrity_check(${mostProblems})`));
  const broken = pages.map((line) => line.integrity_check).filter((line) => line !== "ok");
  const dangling = z.array(z.unknown()).parse(db.pragma("foreign_key_check")).length;
  const problems = [...broken, ...(dangling === 0 ? [] : [`${countOf(dangling, "rows")} without what they refer to`])];
  if (problems.length > 0) return { version, decisions: 0, head: "", problems };
  if (version !== migrations.length) return { version, ...countDecisions(db), problems };
  const { entries, head, problems: found } = createDecisionLog(db).verify();
  const told = found.slice(0, mostProblems).map(({ seq, problem }) => `decision ${seq}: ${problem}`);
  return { version, decisions: entries, head, problems: told };
}

function countDecisions(db: BetterSqlite3.Database): { decisions: number; head: string } {
  const hasLog = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'decision'").get() !== undefined;
  if (!hasLog) return { decisions: 0, head: "" };
  const { n } = Count.parse(db.prepare("SELECT count(*) AS n FROM decision").get());
  return { decisions: n, head: "" };
}
