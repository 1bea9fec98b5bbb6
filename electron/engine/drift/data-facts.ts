import type { SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { classNames, ocsfClasses, ocsfVersion } from "../../../shared/domain/ocsf.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { quoteIdentifier } from "../duckdb/class-tables.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { Database } from "../sqlite/database.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import type { ColumnFill, DataFacts } from "./envelope.ts";

interface Asked {
  readonly db: Database;
  readonly queryEngine: QueryEngine;
  readonly scope: DatasetScope;
  readonly pkg: LoadedPackage;
  readonly signal?: AbortSignal | undefined;
}

/** Columns of the package's classes that its SQL names, by class. */
function columnsRead({ featuresSql, spec }: LoadedPackage): Map<string, string[]> {
  const words = new Set(featuresSql.toLowerCase().match(/[a-z_][a-z0-9_]*/g));
  const read = ocsfClasses.flatMap(({ name, columns }): [string, string[]][] => {
    const named = columns.map((column) => column.name).filter((column) => column !== "snapshot" && words.has(column));
    return spec.requires.includes(name) && words.has(name) && named.length > 0 ? [[name, named]] : [];
  });
  return new Map(read);
}

/** How many events of each source filled each column that the package reads; one scan per class. */
async function columnFills({ queryEngine, scope, pkg, signal }: Asked, sourceOf: ReadonlyMap<string, string>): Promise<ColumnFill[]> {
  const sums = new Map<string, ColumnFill>();
  for (const [name, columns] of columnsRead(pkg)) {
    const counted = columns.map((column) => `count(${quoteIdentifier(column)}) AS ${quoteIdentifier(column)}`);
    const sql = `SELECT snapshot, count(*) AS events_of_class, ${counted.join(", ")} FROM ${name} GROUP BY snapshot ORDER BY snapshot`;
    const { names, columns: values, rowCount } = await queryEngine.columns({ scope, sql }, signal);
    const cell = (column: string, row: number): unknown => values[names.indexOf(column)]?.[row];
    for (let row = 0; row < rowCount; row++) {
      const source = sourceOf.get(String(cell("snapshot", row))) ?? "";
      for (const column of columns) {
        const key = `${source} ${name} ${column}`;
        const known = sums.get(key);
        const [events, filled] = [Number(cell("events_of_class", row)), Number(cell(column, row))];
        sums.set(key, {
          source,
          class: name,
          column,
          events: events + (known?.events ?? 0),
          filled: filled + (known?.filled ?? 0),
        });
      }
    }
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, fill]) => fill);
}

function sourceFacts(manifests: readonly SnapshotManifest[]): DataFacts["sources"] {
  const names = [...new Set(manifests.map((m) => m.source))].toSorted();
  return names.map((source) => {
    const own = manifests.filter((m) => m.source === source);
    const classes = classNames.flatMap((name): [string, number][] => {
      const n = own.reduce((sum, m) => sum + (m.classes[name] ?? 0), 0);
      return n === 0 ? [] : [[name, n]];
    });
    return {
      source,
      events: classes.reduce((sum, [, n]) => sum + n, 0),
      classes: Object.fromEntries(classes),
      mappings: [...new Set(own.map((m) => m.mappingDigest))].toSorted(),
      files: [...new Set(own.flatMap((m) => m.files.map((f) => f.logType ?? f.format)))].toSorted(),
    };
  });
}

/** Whole snapshots are meant by the figures of sources; those of columns keep to the scope's time. Throws as a query does. */
export async function gatherFacts(asked: Asked): Promise<DataFacts> {
  const found = asked.scope.snapshots.flatMap((id) => {
    const manifest = findSnapshot(asked.db, id)?.manifest;
    return manifest === undefined ? [] : [{ id, manifest }];
  });
  const manifests = found.map(({ manifest }) => manifest);
  const sourceOf = new Map(found.map(({ id, manifest }) => [snapshotPrefix(id), manifest.source]));
  const froms = manifests.flatMap(({ timeRange }) => (timeRange === undefined ? [] : [timeRange.from]));
  const tos = manifests.flatMap(({ timeRange }) => (timeRange === undefined ? [] : [timeRange.to]));
  return {
    ocsfVersion: manifests[0]?.ocsfVersion ?? ocsfVersion,
    sources: sourceFacts(manifests),
    columns: await columnFills(asked, sourceOf),
    spanUs: froms.length === 0 ? 0 : Math.max(...tos) - Math.min(...froms),
  };
}
