import { rmSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { classNames } from "../../../shared/domain/ocsf.ts";
import { toArrowIpc } from "./arrow-input.ts";
import { quoteText } from "./class-tables.ts";
import { UnreadableCacheError } from "./failures.ts";
import type { DuckDb } from "./instance.ts";
import { createRelationTableSql, flowsSql, relationDaysSql, relationTableNames, sourceDaysSql } from "./relation-tables.ts";
import type { RelateJob } from "./worker-messages.ts";

/** A thing that a mention means: its number (a signed 64-bit integer as text), canonical key, kind and name. */
export interface MentionedThing {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly label: string;
}

/** What a mention (as relation-days.sql writes it) means, or undefined when it names nothing. Must be pure. */
export type ToThing = (mention: string) => MentionedThing | undefined;

const pageRows = 65_536;

/** A thing's rows lie beside each other, so that looking one up reads a group or two of each file. DuckDB's own 122,880 are meant for reading everything. */
const rowsPerGroup = 8192;

/** Makes the file that this connection fills from now on. The instance's main database is another, since only attached ones can have groups of another size. */
export function createRelationsFile(db: DuckDb, connection: DuckDBConnection, path: string): void {
  for (const leftover of [path, `${path}.wal`]) rmSync(leftover, { force: true });
  db.dropFile(path);
  connection.query(`ATTACH ${quoteText(path)} AS relations (ROW_GROUP_SIZE ${rowsPerGroup})`);
  connection.query("USE relations");
  for (const name of relationTableNames) connection.query(createRelationTableSql(name));
}

/**
 * Runs on a worker thread, on a connection that fills the relations file to be. Derives the relations of one file of events, and puts its flows in the order of what
 * they tell of. Each distinct mention is made canonical once.
 */
export function deriveRelations(connection: DuckDBConnection, job: RelateJob, toThing: ToThing): void {
  try {
    connection.query(`ATTACH ${quoteText(job.source)} AS source (READ_ONLY)`);
  } catch (error) {
    throw new UnreadableCacheError(`${job.source} cannot be attached: ${String(error)}`, { cause: error });
  }
  connection.query("BEGIN");
  for (const name of classNames) connection.query(`CREATE TEMP VIEW ${name} AS SELECT * FROM source.${name}`);
  connection.query(`CREATE TEMP TABLE told AS ${relationDaysSql}`);
  connection.query(
    "CREATE TEMP TABLE mention AS SELECT row_number() OVER () AS no, mention FROM (SELECT src AS mention FROM told UNION SELECT dst FROM told)",
  );
  nameMentions(connection, toThing);
  for (const statement of [...fillRelations, ...fillFlows(snapshotPrefix(job.snapshotId))]) connection.query(statement);
  connection.query("COMMIT");
}

/** Makes `meant(mention, id)` and `rel_node` of what the mentions mean. */
function nameMentions(connection: DuckDBConnection, toThing: ToThing): void {
  connection.query("CREATE TEMP TABLE named (mention VARCHAR, id VARCHAR, key VARCHAR, kind VARCHAR, label VARCHAR)");
  for (let from = 1; ; from += pageRows) {
    const page = connection.query(`SELECT mention FROM mention WHERE no >= ${from} AND no < ${from + pageRows} ORDER BY no`);
    if (page.numRows === 0) break;
    const column = page.getChildAt(0);
    const mentions = Array.from({ length: page.numRows }, (_, row) => String(column?.get(row)));
    const things = mentions.map(toThing);
    const text = (name: keyof MentionedThing) => ({ name, type: "string" as const, values: things.map((thing) => thing?.[name] ?? null) });
    const ipc = toArrowIpc([{ name: "mention", type: "string", values: mentions }, text("id"), text("key"), text("kind"), text("label")]);
    connection.insertArrowFromIPCStream(ipc, { name: "named", create: false });
  }
  connection.query("CREATE TEMP TABLE meant AS SELECT mention, CAST(id AS BIGINT) AS id, kind FROM named WHERE id IS NOT NULL");
  // The last of its names is never the empty one of a process whose event did not tell its image.
  connection.query(
    "INSERT INTO rel_node SELECT CAST(id AS BIGINT), MIN(key), MIN(kind), MAX(label) FROM named WHERE id IS NOT NULL GROUP BY id ORDER BY 1",
  );
}

// The first join is made on its own: `half.src <> d.id` would otherwise be a join of the meanings with each other, which has no equality to go by.
const pairDays = `
  WITH half AS MATERIALIZED (
    SELECT s.id AS src, s.kind AS src_kind, t.dst, t.type, t.day, t.n, t.first_seen, t.last_seen, t.bytes, t.failures
    FROM told AS t JOIN meant AS s ON s.mention = t.src
  )
  SELECT h.src, d.id AS dst, h.type, h.src_kind, d.kind AS dst_kind, h.day, CAST(SUM(h.n) AS BIGINT) AS n, MIN(h.first_seen) AS first_seen,
         MAX(h.last_seen) AS last_seen, CAST(SUM(h.bytes) AS BIGINT) AS bytes, CAST(SUM(h.failures) AS BIGINT) AS failures
  FROM half AS h JOIN meant AS d ON d.mention = h.dst
  WHERE h.src <> d.id
  GROUP BY h.src, d.id, h.type, h.src_kind, d.kind, h.day`;

/** Fills the tables from `told` and `meant`: the first statement gives the days, the others follow from them. */
export const fillRelations = [
  `INSERT INTO rel_day ${pairDays} ORDER BY src, dst, type, day`,
  "INSERT INTO rel_day_in SELECT * FROM rel_day ORDER BY dst, src, type, day",
  `INSERT INTO rel_degree
   SELECT src AS id, 'out' AS way, type, dst_kind AS kind, COUNT(DISTINCT dst) AS n FROM rel_day GROUP BY src, type, dst_kind
   UNION ALL
   SELECT dst, 'in', type, src_kind, COUNT(DISTINCT src) FROM rel_day GROUP BY dst, type, src_kind
   ORDER BY id, way, type, kind`,
  `INSERT INTO rel_access
   SELECT src, dst, type, src_kind, dst_kind, MIN(day), MAX(day), CAST(SUM(n) AS BIGINT) FROM rel_day
   WHERE type IN ('LOGGED_ON', 'AUTHENTICATED_TO', 'USED', 'ASSUMED')
   GROUP BY src, dst, type, src_kind, dst_kind ORDER BY src, dst, type`,
  "INSERT INTO rel_coverage SELECT type, src_kind, day, CAST(SUM(n) AS BIGINT) FROM rel_day GROUP BY type, src_kind, day ORDER BY type, src_kind, day",
];

/** Which column tells of each role. */
const textOf = { source: "src_ip", device: "device", destination: "dst_ip", name: "name", process: "process" } as const;

/** Each role's flows are put in order in so many parts, so that half of a large file need not be held at once. */
const keyParts = 4;

const inPart = (part: number): string => {
  const width = 2n ** 64n / BigInt(keyParts);
  const upTo = part === keyParts - 1 ? "" : ` AND key < ${width * BigInt(part + 1)}::UBIGINT`;
  return `key >= ${width * BigInt(part)}::UBIGINT${upTo}`;
};

/** Fills the tables that hold records, from the views of the classes. Without a connection's own id each record is one of its own. */
export const fillFlows = (prefix: string): readonly string[] => [
  `INSERT INTO rel_source_day ${sourceDaysSql} ORDER BY class, source, product, day`,
  `CREATE TEMP VIEW flow AS SELECT *, hash(COALESCE(uid, CONCAT(${quoteText(prefix)}, CAST(event_no AS VARCHAR)))) AS connection FROM (${flowsSql})`,
  ...Object.entries(textOf).flatMap(([role, text]) =>
    Array.from(
      { length: keyParts },
      (_, part) => `INSERT INTO rel_flow
   SELECT ${quoteText(role)}, key, class, time, event_no, src_ip, device, dst_ip, port, name, connection, process, is_answered, is_ssl
   FROM (SELECT *, hash(${text}) AS key FROM flow WHERE ${text} IS NOT NULL) WHERE ${inPart(part)} ORDER BY key`,
    ),
  ),
];
