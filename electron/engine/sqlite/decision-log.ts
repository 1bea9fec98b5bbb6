import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { AuditReport, Decision } from "../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "./connection.ts";
import { chainHash, decisionId, DecisionRow, entryProblems, genesisHash, type Head, toDecision } from "./decision-chain.ts";
import { graphProblems } from "./decision-graph.ts";
import { findSetting, putSetting } from "./settings.ts";
import { execute, inTransaction, query } from "./statement.ts";

/**
 * The append-only log of what people decided, hash-chained. The head is kept a second time in `setting`, in the same
 * transaction, so that entries cut off the end are noticed too.
 */
export interface DecisionLog {
  /** Durable when it returns, or when the caller's transaction has committed. Throws AppError `workspace-damaged` when the log's end is not what it was. */
  append(decision: { actor: string; kind: string; body: unknown }): Decision;
  /** Newest first; `before` is an exclusive sequence number, `total` counts all of that kind. */
  page(options: { limit: number; before?: number | undefined; kind?: string | undefined }): { decisions: Decision[]; total: number };
  find(id: string): Decision | undefined;
  /** Oldest first, read as it is consumed; no write may happen meanwhile. */
  entries(): IterableIterator<Decision>;
  /** `{seq: 0, hash: 64 zeros}` while empty. */
  head(): Head;
  verify(): AuditReport;
}

const appendSql = loadText(import.meta.url, "decision-append.sql");
const lastSql = loadText(import.meta.url, "decision-last.sql");
const pageSql = loadText(import.meta.url, "decision-page.sql");
const countSql = loadText(import.meta.url, "decision-count.sql");
const byIdSql = loadText(import.meta.url, "decision-by-id.sql");
const allSql = loadText(import.meta.url, "decision-all.sql");

const mergedSql = loadText(import.meta.url, "decision-is-merged.sql");

const LastRow = z.object({ seq: z.number().int(), number: z.number().int(), hash: z.string() });
const HeadRow = z.object({ seq: z.number().int(), hash: z.string() });
const CountRow = z.object({ n: z.number().int() });

export function createDecisionLog(db: Database): DecisionLog {
  const last = () => query(db, lastSql, LastRow).get() ?? { seq: 0, number: 0, hash: genesisHash };
  const head = (): Head => {
    const { seq, hash } = last();
    return { seq, hash };
  };
  const append: DecisionLog["append"] = ({ actor, kind, body }) =>
    inTransaction(db, () => {
      const { seq: before, number: numberBefore, hash: prevHash } = last();
      assertKnownHead(db, { seq: before, hash: prevHash });
      const [seq, number] = [before + 1, numberBefore + 1];
      const at = nowUs();
      const hash = chainHash(prevHash, { seq: number, at, actor, kind, body });
      const id = decisionId(hash);
      const moved = number === seq ? null : number;
      execute(db, appendSql, { seq, number: moved, id, at, actor, kind, body: canonicalJson(body), prevHash, hash });
      putSetting(db, "log.head", canonicalJson({ seq, hash }));
      return { seq, id, at, actor, kind, body, prevHash, hash, ...(moved === null ? {} : { number: moved }) };
    });
  return {
    append,
    head,
    page: ({ limit, before, kind }) => ({
      decisions: query(db, pageSql, DecisionRow)
        .all({ limit, before: before ?? null, kind: kind ?? null })
        .map(toDecision),
      total: query(db, countSql, CountRow).get({ kind: kind ?? null })?.n ?? 0,
    }),
    find: (id) => {
      const row = query(db, byIdSql, DecisionRow).get({ id });
      return row === undefined ? undefined : toDecision(row);
    },
    *entries() {
      for (const row of query(db, allSql, DecisionRow).iterate()) yield toDecision(row);
    },
    verify: () => verifyLog(db),
  };
}

function readKnownHead(db: Database): Head {
  const text = findSetting(db, "log.head");
  return text === undefined ? { seq: 0, hash: genesisHash } : HeadRow.parse(JSON.parse(text));
}

function assertKnownHead(db: Database, actual: Head): void {
  const known = readKnownHead(db);
  if (known.seq === actual.seq && known.hash === actual.hash) return;
  throw new AppError(
    "workspace-damaged",
    `The decision log ends at entry ${actual.seq}, but entry ${known.seq} was the last one written. Nothing more is added to it; run \`quarry audit verify\`.`,
  );
}

function verifyLog(db: Database): AuditReport {
  const isMerged = (query(db, mergedSql, z.object({ n: z.number() })).get()?.n ?? 0) > 0;
  const problems: { seq: number; problem: string }[] = isMerged ? graphProblems(query(db, allSql, DecisionRow).all()) : [];
  let previous: Head = { seq: 0, hash: genesisHash };
  let entries = 0;
  for (const row of query(db, allSql, DecisionRow).iterate()) {
    if (!isMerged) for (const problem of entryProblems(row, previous)) problems.push({ seq: row.seq, problem });
    previous = { seq: row.seq, hash: row.hash };
    entries += 1;
  }
  const known = readKnownHead(db);
  if (known.seq > previous.seq)
    problems.push({ seq: known.seq, problem: `the log ends at entry ${previous.seq}: what followed was removed` });
  else if (known.seq !== previous.seq || known.hash !== previous.hash)
    problems.push({ seq: previous.seq, problem: "the last entry is not the one recorded as the log's end" });
  return { ok: problems.length === 0, entries, head: previous.hash, problems };
}
