import { AppError } from "../../../shared/contract/errors.ts";
import type { EvidenceRef } from "../../../shared/contract/triage.ts";
import { toEventId } from "../../../shared/domain/ids.ts";
import type { DatasetScope, InputTable, QueryEngine } from "../duckdb/query-engine.ts";
import type { LoadedPackage } from "./packages.ts";
import { type ResultColumns, runPackageSql } from "./result-columns.ts";

export interface EvidenceSubject {
  /** In the order of the grain's keys. */
  readonly keys: readonly string[];
  readonly windowFromUs: number;
  readonly windowToUs: number;
}

export interface EvidenceQuery {
  readonly queryEngine: QueryEngine;
  readonly scope: DatasetScope;
  readonly pkg: LoadedPackage;
  /** Name of file `fileNo` of the snapshot with that prefix. */
  readonly fileName: (snapshotPrefix: string, fileNo: number) => string;
  readonly signal?: AbortSignal | undefined;
}

/** Which of a subject's events: those from `offset` on, `limit` of them. */
export interface EvidencePage {
  readonly offset: number;
  readonly limit: number;
}

/** Events kept with an anomaly; the number of all of them is kept beside. */
export const evidenceCap = 200;
const file = "evidence.sql";

function subjectsTable(pkg: LoadedPackage, subjects: readonly EvidenceSubject[]): InputTable {
  const keys = pkg.spec.grain.keys.map(({ column }, k) => ({
    name: column,
    type: "string" as const,
    values: subjects.map((s) => s.keys[k] ?? null),
  }));
  return {
    name: "subjects",
    columns: [
      { name: "subject_no", type: "int64", values: subjects.map((_, i) => i) },
      ...keys,
      { name: "window_from", type: "timestamp", values: subjects.map((s) => s.windowFromUs) },
      { name: "window_to", type: "timestamp", values: subjects.map((s) => s.windowToUs) },
    ],
  };
}

/** The package's SELECT, cut to a page of each subject's events where the query runs; a subject may have a million. */
const paged = (sql: string, page: EvidencePage): string => `SELECT * FROM (
  SELECT evidence.*, row_number() OVER (PARTITION BY subject_no ORDER BY time, snapshot, event_no) AS evidence_no
  FROM (
${sql.trimEnd().replace(/;$/, "")}
  ) AS evidence
) AS numbered
WHERE evidence_no > ${Math.trunc(page.offset)} AND evidence_no <= ${Math.trunc(page.offset + page.limit)}
ORDER BY subject_no, evidence_no`;

function readIds(columns: ResultColumns): (row: number) => Record<string, string> {
  const ids = columns.names.filter((n) => n.startsWith("id_")).map((n) => [n.slice(3), columns.text(n)] as const);
  return (row) =>
    Object.fromEntries(
      ids.flatMap(([name, values]) => {
        const value = values[row] ?? null;
        return value === null || value === "" ? [] : [[name, value]];
      }),
    );
}

/**
 * The events behind each subject, oldest first, without `page` the first `evidenceCap` of them; one list per subject, in their order.
 * Throws AppError `model-mismatch` when evidence.sql does not give the columns it must.
 */
export async function evidenceFor(
  request: EvidenceQuery,
  subjects: readonly EvidenceSubject[],
  page: EvidencePage = { offset: 0, limit: evidenceCap },
): Promise<EvidenceRef[][]> {
  const found: EvidenceRef[][] = subjects.map(() => []);
  if (subjects.length === 0) return found;
  const { pkg, scope, queryEngine } = request;
  const query = { scope, sql: paged(pkg.evidenceSql, page), tables: [subjectsTable(pkg, subjects)] };
  const columns = await runPackageSql(queryEngine, query, { model: pkg.spec.name, file }, request.signal);
  const [subjectNo, eventNo, fileNo, recordNo, time] = ["subject_no", "event_no", "file_no", "record_no", "time"].map((n) =>
    columns.numbers(n),
  );
  const classes = columns.text("class");
  const snapshots = columns.text("snapshot");
  const idsOf = readIds(columns);
  for (let row = 0; row < columns.rowCount; row++) {
    const list = found[subjectNo?.[row] ?? -1];
    const snapshot = snapshots[row];
    const numbers = [eventNo?.[row], fileNo?.[row], recordNo?.[row], time?.[row]].map((n) => n ?? Number.NaN);
    const [event = 0, fileIndex = 0, record = 0, timeUs = 0] = numbers;
    if (list === undefined || typeof snapshot !== "string" || !numbers.every(Number.isSafeInteger))
      throw new AppError("model-mismatch", `${file} of ${pkg.spec.name}: row ${row} names no event of a given subject.`, { file });
    list.push({
      eventId: toEventId(snapshot, event),
      class: classes[row] ?? "",
      time: timeUs,
      file: request.fileName(snapshot, fileIndex),
      record,
      ids: idsOf(row),
    });
  }
  return found;
}
