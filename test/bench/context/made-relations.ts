import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { closeDatabase, publish } from "../../../electron/engine/duckdb/build-cache.ts";
import { toArrowIpc } from "../../../electron/engine/duckdb/arrow-input.ts";
import { type BuiltFile, createCacheStore } from "../../../electron/engine/duckdb/cache-store.ts";
import { createRelationsFile, fillFlows, fillRelations } from "../../../electron/engine/duckdb/derive-relations.ts";
import { compileDuckDb, type DuckDb, openNewDatabase, startDuckDb, withConnection } from "../../../electron/engine/duckdb/instance.ts";
import { partLimits } from "../../../electron/engine/duckdb/partition.ts";
import { cacheSchema } from "../../../electron/engine/duckdb/class-tables.ts";
import { relationSchema } from "../../../electron/engine/duckdb/relation-tables.ts";
import { nodeId } from "../../../electron/engine/relations/node-id.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { classNames } from "../../../shared/domain/ocsf.ts";

export interface MadeSize {
  readonly relationDays: number;
  readonly entities: number;
  readonly days: number;
  readonly hubNeighbours: number;
}

/** A quarter of the entities are addresses, a ninth accounts with a host each; the rest are domains. */
export const shapeOf = ({ entities }: MadeSize) => {
  const addresses = Math.floor(entities / 4);
  const accounts = Math.floor(entities / 9);
  return { addresses, accounts, domains: entities - addresses - accounts * 2 };
};

export const addressOf = (i: number): string => `10.${1 + Math.floor(i / 62_500)}.${Math.floor(i / 250) % 250}.${1 + (i % 250)}`;
export const domainOf = (i: number): string => `site-${i}.example`;
export const hostOf = (i: number): string => `ws-${i}.corp.example`;
export const accountOf = (i: number): string => `account:nt:~corp\\user${i}`;
export const hubOf = (): string => "hub.example";

/** Whom an address turns to, most of them few: the popular end of a cubic. Also used to write events that agree with the relations. */
export const contactSql = "CAST(floor(pow((hash(a * 1000 + k) % 1000003) / 1000003.0, 3) * $domains) AS BIGINT)";

function nodesIpc(size: MadeSize): Uint8Array {
  const { addresses, accounts, domains } = shapeOf(size);
  const all = [
    ...Array.from({ length: addresses }, (_, i) => ["ip", i, `ip:${addressOf(i)}`, addressOf(i)] as const),
    ...Array.from({ length: domains }, (_, i) => ["domain", i, `domain:${domainOf(i)}`, domainOf(i)] as const),
    ...Array.from({ length: accounts }, (_, i) => ["account", i, accountOf(i), `CORP\\user${i}`] as const),
    ...Array.from({ length: accounts }, (_, i) => ["host", i, `host:fqdn:${hostOf(i)}`, hostOf(i)] as const),
    ["domain", domains, `domain:${hubOf()}`, hubOf()] as const,
  ];
  const text = (name: string, values: readonly string[]) => ({ name, type: "string" as const, values });
  return toArrowIpc([
    text(
      "id",
      all.map(([, , key]) => nodeId(key)),
    ),
    text(
      "kind",
      all.map(([kind]) => kind),
    ),
    { name: "i", type: "int64", values: all.map(([, i]) => i) },
    text(
      "key",
      all.map(([, , key]) => key),
    ),
    text(
      "label",
      all.map(([, , , label]) => label),
    ),
  ]);
}

/** Of the contacts drawn for an address, those that are not the same again. */
const distinctShare = 0.96;

/** Every address with its usual domains, accounts on their host, and one hub: pairs that are seen on nearly all days. */
const pairsSql = (size: MadeSize): string => {
  const { addresses, accounts, domains } = shapeOf(size);
  const contacts = Math.max(1, Math.round((size.relationDays - accounts * size.days) / (addresses * size.days * 0.95 * distinctShare)));
  return `
    WITH drawn AS (
      SELECT 'CONNECTED' AS type, 'ip' AS src_kind, a AS s, 'domain' AS dst_kind, ${contactSql.replace("$domains", String(domains))} AS d
      FROM range(${addresses}) AS x(a), range(${contacts}) AS y(k)
      UNION
      SELECT 'CONNECTED', 'ip', a, 'domain', ${domains} FROM range(${size.hubNeighbours}) AS x(a)
      UNION
      SELECT 'LOGGED_ON', 'account', a, 'host', a FROM range(${accounts}) AS x(a)
    )
    SELECT s.id AS src, d.id AS dst, p.type, p.src_kind, p.dst_kind
    FROM drawn AS p JOIN made AS s ON s.kind = p.src_kind AND s.i = p.s JOIN made AS d ON d.kind = p.dst_kind AND d.i = p.d`;
};

/** The days of the pairs whose source lies in one of so many slices of the ids, in the order in which they are kept. */
const daysSql = ({ fromDay, toDay }: Days, slice: number): string => {
  const times = "make_timestamp(CAST((day * 86400 + 28800 + h % 20000) * 1000000 AS BIGINT))";
  const width = 2n ** 64n / BigInt(slices);
  const from = BigInt(slice) * width - 2n ** 63n;
  const to = slice === slices - 1 ? "" : `AND src < (${from + width})::BIGINT`;
  return `
    WITH each_day AS (
      SELECT p.*, day, hash(src + day, dst) AS h FROM pair AS p, range(${fromDay}, ${toDay + 1}) AS z(day) WHERE src >= (${from})::BIGINT ${to}
    )
    SELECT src, dst, type, src_kind, dst_kind, CAST(day AS INTEGER) AS day, CAST(1 + h % 40 AS BIGINT) AS n, ${times} AS first_seen, ${times} AS last_seen,
           CAST(h % 100000 AS BIGINT) AS bytes, CAST(0 AS BIGINT) AS failures
    FROM each_day
    WHERE h % 100 < 95
    ORDER BY src, dst, type, day`;
};

interface Days {
  readonly fromDay: number;
  readonly toDay: number;
}

/** Days are made a slice at a time: all of a file at once is more than DuckDB-WASM can sort. */
const slices = 8;

/** As many files as a snapshot of this many events has, each event a pair-day of its own. */
const filesOf = (size: MadeSize, days: number): number =>
  Math.min(days, Math.ceil((size.relationDays * days) / size.days / partLimits.rows));

const split = ({ fromDay, toDay }: Days, n: number): Days[] => {
  const days = toDay - fromDay + 1;
  return Array.from({ length: n }, (_, i) => ({
    fromDay: fromDay + Math.floor((i * days) / n),
    toDay: fromDay + Math.floor(((i + 1) * days) / n) - 1,
  }));
};

/**
 * Writes the relations files of snapshots, each with its share of the days, as deriving them from events would; gives the rows written and the files. Flows are
 * those of the snapshots' events, which have been built.
 */
export async function writeRelations(
  cacheDir: string,
  snapshots: readonly string[],
  size: MadeSize,
  firstDay: number,
): Promise<{ readonly rows: number; readonly files: number }> {
  const store = createCacheStore(cacheDir, { holds: "relations", schema: relationSchema });
  const events = createCacheStore(cacheDir, { holds: "events", schema: cacheSchema });
  const db = await startDuckDb(await compileDuckDb());
  let rows = 0;
  let files = 0;
  for (const [i, days] of split({ fromDay: firstDay, toDay: firstDay + size.days - 1 }, snapshots.length).entries()) {
    const id = snapshots[i] ?? "";
    const built: BuiltFile[] = [];
    for (const [part, own] of split(days, filesOf(size, days.toDay - days.fromDay + 1)).entries()) {
      const path = join(cacheDir, `made-${i}.duckdb`);
      rows += writeFile(db, path, size, own, { snapshotId: id, paths: part === 0 ? events.paths(id) : [] });
      built.push(await publish(path, store.path(id, part)));
      files += 1;
    }
    store.stamp(id, built);
  }
  return { rows, files };
}

interface Events {
  readonly snapshotId: string;
  readonly paths: readonly string[];
}

function writeFile(db: DuckDb, path: string, size: MadeSize, days: Days, { snapshotId, paths: [events] }: Events): number {
  const cacheDir = dirname(path);
  const spillDir = join(cacheDir, "made-spill");
  const scratch = join(cacheDir, "made-scratch.duckdb");
  openNewDatabase(db, scratch, { memoryLimitMb: 2048, spillDir, allowedDirs: [cacheDir] });
  const rows = withConnection(db, (connection) => {
    createRelationsFile(db, connection, path);
    connection.query("BEGIN");
    connection.query("CREATE TEMP TABLE given (id VARCHAR, kind VARCHAR, i BIGINT, key VARCHAR, label VARCHAR)");
    connection.insertArrowFromIPCStream(nodesIpc(size), { name: "given", create: false });
    connection.query("CREATE TEMP TABLE made AS SELECT CAST(id AS BIGINT) AS id, kind, i FROM given");
    connection.query("INSERT INTO rel_node SELECT CAST(id AS BIGINT), key, kind, label FROM given ORDER BY 1");
    connection.query(`CREATE TEMP TABLE pair AS ${pairsSql(size)}`);
    for (let slice = 0; slice < slices; slice += 1) connection.query(`INSERT INTO rel_day ${daysSql(days, slice)}`);
    for (const statement of fillRelations.slice(1)) connection.query(statement);
    if (events !== undefined) {
      connection.query(`ATTACH '${events}' AS source (READ_ONLY)`);
      for (const name of classNames) connection.query(`CREATE TEMP VIEW ${name} AS SELECT * FROM source.${name}`);
      for (const statement of fillFlows(snapshotPrefix(snapshotId))) connection.query(statement);
    }
    const written = Number(connection.query("SELECT COUNT(*) FROM rel_day").getChildAt(0)?.get(0));
    connection.query("COMMIT");
    return written;
  });
  closeDatabase(db);
  for (const leftover of [spillDir, scratch]) rmSync(leftover, { recursive: true, force: true });
  return rows;
}
