import { z } from "zod";
import type { LogEntry, LogFilter } from "../../../shared/contract/audit.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { DecisionRow, toDecision } from "../sqlite/decision-chain.ts";
import { query, type SqlParameters, withoutHeader } from "../sqlite/statement.ts";
import { targetsOf } from "./log-targets.ts";
import { kindTitle, type LogNames, wordsOf } from "./log-words.ts";

const matchingSql = withoutHeader(loadText(import.meta.url, "log-matching.sql"));
const ofMatching = (sql: string): string => withoutHeader(sql).replaceAll("{{matching}}", matchingSql);
const pageSql = ofMatching(loadText(import.meta.url, "log-page.sql"));
const countSql = ofMatching(loadText(import.meta.url, "log-count.sql"));
const streamSql = ofMatching(loadText(import.meta.url, "log-stream.sql"));
const actorsSql = loadText(import.meta.url, "log-actors.sql");
const reversalsSql = loadText(import.meta.url, "log-reversals.sql");
const labelsSql = loadText(import.meta.url, "case-labels.sql");
const topicsSql = loadText(import.meta.url, "hunt-topics.sql");
const byIdSql = loadText(import.meta.url, "entry-by-id.sql");

const Kind = z.object({ kind: z.string(), n: z.number().int() });
const Actor = z.object({ actor: z.string(), n: z.number().int() });
const Reversal = z.object({ id: z.string(), undoes: z.string().nullable(), redoes: z.string().nullable() });
const Topic = z.object({ hunt: z.string().nullable(), topic: z.string().nullable() });
const Label = z.object({ id: z.string(), label: z.string() });

const toParameters = ({ kind, actor, from, to, about, text }: LogFilter): SqlParameters => ({
  kind: kind ?? null,
  actor: actor ?? null,
  from: from ?? null,
  to: to ?? null,
  about: about?.id ?? null,
  aboutType: about?.type ?? null,
  quoted: about === undefined ? null : JSON.stringify(about.id),
  text: text.trim().toLowerCase(),
});

/** As it stands in the log; a body that somebody made unreadable is its text. */
function toReadable(row: DecisionRow): Decision {
  try {
    return toDecision(row);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...toDecision({ ...row, body: "null" }), body: row.body };
  }
}

const everything: LogFilter = { text: "" };

/** How many entries match, by kind, the most frequent first. */
export const countLog = (db: Database, filter: LogFilter): z.infer<typeof Kind>[] => query(db, countSql, Kind).all(toParameters(filter));

/** Oldest first, read as it is consumed; no write may happen through the same connection meanwhile. */
export function* streamLog(db: Database, filter: LogFilter): IterableIterator<Decision> {
  for (const row of query(db, streamSql, DecisionRow).iterate(toParameters(filter))) yield toReadable(row);
}

interface Page extends LogFilter {
  readonly limit: number;
  readonly before?: number | undefined;
}

export function readLogPage(db: Database, { limit, before, ...filter }: Page): Output<"audit.page"> {
  const rows = query(db, pageSql, DecisionRow).all({ ...toParameters(filter), limit, before: before ?? null });
  const describe = createDescriber(db);
  return { decisions: rows.map((row) => describe(toReadable(row))), total: countLog(db, filter).reduce((total, { n }) => total + n, 0) };
}

export const readLogChoices = (db: Database): Output<"audit.choices"> => ({
  kinds: countLog(db, everything).map(({ kind, n }) => ({ kind, title: kindTitle(kind), n })),
  actors: query(db, actorsSql, Actor).all(),
});

const maxShown = 5;

/** Says of entries what they mean today: in words, with what they are about, and whether they were taken back. */
export function createDescriber(db: Database): (entry: Decision) => LogEntry {
  const names = createNames(db);
  const undoneBy = readUndone(db);
  return (entry) => {
    const about = targetsOf(names.find(reversedBy(entry)) ?? entry, names);
    return {
      ...entry,
      title: kindTitle(entry.kind),
      words: wordsOf(entry, names),
      undoneBy: undoneBy.get(entry.id) ?? null,
      about: about.slice(0, maxShown),
      aboutCount: about.length,
    };
  };
}

const Reversing = z.looseObject({ undoes: z.string().optional(), redoes: z.string().optional() });
const reversedBy = ({ body }: Decision): string => {
  const parsed = Reversing.safeParse(body);
  return parsed.success ? (parsed.data.undoes ?? parsed.data.redoes ?? "") : "";
};

/** The entry that took each decision back last, unless it was given again. */
function readUndone(db: Database): ReadonlyMap<string, string> {
  const kinds = countLog(db, everything).flatMap(({ kind }) => (/\.(?:undo|redo)$/.test(kind) ? [kind] : []));
  const undone = new Map<string, string>();
  for (const { id, undoes, redoes } of query(db, reversalsSql, Reversal).iterate({ kinds: JSON.stringify(kinds) })) {
    if (undoes !== null) undone.set(undoes, id);
    if (redoes !== null) undone.delete(redoes);
  }
  return undone;
}

function createNames(db: Database): LogNames {
  const labels = new Map<string, string>();
  const found = new Map<string, Decision | undefined>();
  let topics: ReadonlyMap<string, string> | undefined;
  const learn = (ids: readonly string[]): void => {
    const unknown = ids.filter((id) => !labels.has(id));
    for (const id of unknown) labels.set(id, id);
    for (const { id, label } of query(db, labelsSql, Label).all({ anomalies: JSON.stringify(unknown) })) labels.set(id, label);
  };
  const find = (id: string): Decision | undefined => {
    if (id === "") return undefined;
    if (!found.has(id)) {
      const row = query(db, byIdSql, DecisionRow).get({ id });
      found.set(id, row === undefined ? undefined : toReadable(row));
    }
    return found.get(id);
  };
  return {
    find,
    caseLabel: (id) => {
      if (!labels.has(id)) learn([id]);
      return labels.get(id) ?? id;
    },
    huntTopic: (id) => {
      topics ??= new Map(
        query(db, topicsSql, Topic)
          .all()
          .flatMap(({ hunt, topic }) => (hunt === null || topic === null ? [] : [[hunt, topic]])),
      );
      return topics.get(id) ?? id;
    },
  };
}
