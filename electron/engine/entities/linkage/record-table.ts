import { compareText } from "../../../../shared/lib/compare-text.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { InputTable } from "../../duckdb/query-engine.ts";
import { integers, texts } from "../../duckdb/read-rows.ts";
import type { ComparisonSet, LinkageRecord } from "./comparison-set.ts";

/** Records in the order of their ids, so that it does not matter in which order they came. */
export interface RecordTable {
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly table: InputTable;
  /** How many pairs could match. */
  readonly eligiblePairs: number;
}

/** Throws `bad-input` when an id is there twice. */
export function toRecordTable(set: ComparisonSet, unsorted: readonly LinkageRecord[]): RecordTable {
  const records = unsorted.toSorted((one, other) => compareText(one.id, other.id));
  const repeated = records.find((record, i) => record.id === records[i - 1]?.id);
  if (repeated !== undefined) throw new AppError("bad-input", `There are two records with the id ${repeated.id}.`);
  const textOf = (record: LinkageRecord, field: string): string | null => {
    const text = record.fields[field];
    return text === undefined || text === "" ? null : text;
  };
  const columns = set.fields.map((field) =>
    texts(
      field,
      records.map((record) => textOf(record, field)),
    ),
  );
  const fixed = [
    integers(
      "record",
      records.map((_, i) => i),
    ),
    texts(
      "source",
      records.map((r) => r.source),
    ),
  ];
  const allPairs = (records.length * (records.length - 1)) / 2;
  return {
    ids: records.map((record) => record.id),
    sources: records.map((record) => record.source),
    table: { name: "records", columns: [...fixed, ...columns] },
    eligiblePairs: set.links === "within" ? allPairs : pairsAcross(records),
  };
}

function pairsAcross(records: readonly LinkageRecord[]): number {
  const sizes = Map.groupBy(records, (record) => record.source);
  const squares = [...sizes.values()].reduce((sum, { length }) => sum + length * length, 0);
  return (records.length * records.length - squares) / 2;
}
