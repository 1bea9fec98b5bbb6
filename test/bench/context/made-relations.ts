import { join } from "node:path";
import { rmSync } from "node:fs";
import { closeDatabase, publish } from "../../../electron/engine/duckdb/build-cache.ts";
import { toArrowIpc } from "../../../electron/engine/duckdb/arrow-input.ts";
import { createCacheStore } from "../../../electron/engine/duckdb/cache-store.ts";
import { fillRelations } from "../../../electron/engine/duckdb/derive-relations.ts";
import { compileDuckDb, openNewDatabase, startDuckDb, withConnection } from "../../../electron/engine/duckdb/instance.ts";
import { createRelationTableSql, relationSchema, relationTableNames } from "../../../electron/engine/duckdb/relation-tables.ts";
import { nodeId } from "../../../electron/engine/relations/node-id.ts";

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

/** One row for each pair and day: every address with its usual domains on nearly all days, accounts on their host, and one hub. */
const daysSql = (size: MadeSize, firstDay: number, lastDay: number): string => {
  const { addresses, accounts, domains } = shapeOf(size);
  const contacts = Math.max(1, Math.round((size.relationDays - accounts * size.days) / (addresses * size.days * 0.95 * distinctShare)));
  const times = "make_timestamp(CAST((day * 86400 + 28800 + h % 20000) * 1000000 AS BIGINT))";
  return `
    WITH pair AS (
      SELECT 'CONNECTED' AS type, 'ip' AS src_kind, a AS s, 'domain' AS dst_kind, ${contactSql.replace("$domains", String(domains))} AS d
      FROM range(${addresses}) AS x(a), range(${contacts}) AS y(k)
      UNION
      SELECT 'CONNECTED', 'ip', a, 'domain', ${domains} FROM range(${size.hubNeighbours}) AS x(a)
      UNION
      SELECT 'LOGGED_ON', 'account', a, 'host', a FROM range(${accounts}) AS x(a)
    ),
    known AS (
      SELECT s.id AS src, d.id AS dst, p.type, p.src_kind, p.dst_kind FROM pair AS p JOIN made AS s ON s.kind = p.src_kind AND s.i = p.s JOIN made AS d ON d.kind = p.dst_kind AND d.i = p.d
    ),
    each_day AS (
      SELECT k.*, day, hash(src + day, dst) AS h FROM known AS k, range(${firstDay}, ${lastDay + 1}) AS z(day)
    )
    SELECT src, dst, type, src_kind, dst_kind, CAST(day AS INTEGER) AS day, CAST(1 + h % 40 AS BIGINT) AS n, ${times} AS first_seen, ${times} AS last_seen,
           CAST(h % 100000 AS BIGINT) AS bytes, CAST(0 AS BIGINT) AS failures
    FROM each_day
    WHERE h % 100 < 95
    ORDER BY src, dst, type, day`;
};

/** Writes the relations files of snapshots, each with its share of the days, as deriving them from events would; gives the rows written. */
export async function writeRelations(cacheDir: string, snapshots: readonly string[], size: MadeSize, firstDay: number): Promise<number> {
  const store = createCacheStore(cacheDir, { holds: "relations", schema: relationSchema });
  const db = await startDuckDb(await compileDuckDb());
  let rows = 0;
  for (const [i, id] of snapshots.entries()) {
    const path = join(cacheDir, `made-${i}.duckdb`);
    const spillDir = join(cacheDir, "made-spill");
    openNewDatabase(db, path, { memoryLimitMb: 2048, spillDir, allowedDirs: [cacheDir] });
    const from = firstDay + Math.floor((i * size.days) / snapshots.length);
    const to = firstDay + Math.floor(((i + 1) * size.days) / snapshots.length) - 1;
    withConnection(db, (connection) => {
      for (const name of relationTableNames) connection.query(createRelationTableSql(name));
      connection.query("BEGIN");
      connection.query("CREATE TEMP TABLE given (id VARCHAR, kind VARCHAR, i BIGINT, key VARCHAR, label VARCHAR)");
      connection.insertArrowFromIPCStream(nodesIpc(size), { name: "given", create: false });
      connection.query("CREATE TEMP TABLE made AS SELECT CAST(id AS BIGINT) AS id, kind, i FROM given");
      connection.query("INSERT INTO rel_node SELECT CAST(id AS BIGINT), key, kind, label FROM given ORDER BY 1");
      connection.query(`INSERT INTO rel_day ${daysSql(size, from, to)}`);
      for (const statement of fillRelations.slice(1)) connection.query(statement);
      rows += Number(connection.query("SELECT COUNT(*) FROM rel_day").getChildAt(0)?.get(0));
      connection.query("COMMIT");
    });
    closeDatabase(db);
    store.stamp(id, [await publish(path, store.path(id))]);
    rmSync(spillDir, { recursive: true, force: true });
  }
  return rows;
}
