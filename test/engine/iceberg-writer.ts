import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  type DataType,
  Field,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table as ArrowTable,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import avsc, { type schema as avro } from "avsc";
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/node";

/** Where crafted tables say they lie; the folder they are written to is another. */
export const location = "s3a://lake/events";

export interface Column {
  /** Left out, the column is written without a field id. */
  readonly id?: number;
  readonly name: string;
  readonly type: DataType;
  readonly values: readonly unknown[];
}

export const text = (id: number, name: string, values: readonly (string | null)[]): Column => ({ id, name, type: new Utf8(), values });
export const int = (id: number, name: string, values: readonly (number | null)[]): Column => ({ id, name, type: new Int32(), values });
export const long = (id: number, name: string, values: readonly (bigint | null)[]): Column => ({ id, name, type: new Int64(), values });

export const positions = (file: string, rows: readonly number[]): readonly Column[] => [
  text(
    2_147_483_546,
    "file_path",
    rows.map(() => file),
  ),
  long(2_147_483_545, "pos", rows.map(BigInt)),
];

export function parquetBytes(columns: readonly Column[]): Uint8Array {
  const fields = columns.map(
    ({ id, name, type }) => new Field(name, type, true, id === undefined ? null : new Map([["PARQUET:field_id", String(id)]])),
  );
  const children = columns.map(({ type, values }) => vectorFromArray([...values], type).data[0] ?? makeData({ type }));
  const length = columns[0]?.values.length ?? 0;
  const batch = new RecordBatch(new Schema(fields), makeData({ type: new Struct(fields), length, children }));
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).setMaxRowGroupSize(100_000).build();
  return writeParquet(Table.fromIPCStream(tableToIPC(new ArrowTable([batch]), "stream")), properties);
}

/** A file of a state. Its bytes are written once, by whichever snapshot names it first. */
export interface CraftedFile {
  readonly path: string;
  readonly columns: readonly Column[];
  readonly sequence: number;
  readonly content?: 0 | 1 | 2;
  readonly format?: string;
  readonly location?: string;
  readonly partition?: string | null;
}

export interface CraftedSnapshot {
  readonly id: string;
  readonly timeMs: number;
  readonly schemaId?: number;
  readonly files: readonly CraftedFile[];
}

export interface CraftedTable {
  readonly schemas: readonly (readonly { id: number; name: string; type: unknown }[])[];
  readonly snapshots: readonly CraftedSnapshot[];
  /** Name of the one column, by its field id, that is partitioned by its value. */
  readonly partitionBy?: { readonly id: number; readonly name: string };
  readonly formatVersion?: number;
  readonly properties?: Readonly<Record<string, string>>;
  readonly isGzipped?: boolean;
  readonly manifestList?: string;
}

/** Given as it is, not as a type, a schema keeps its field ids in the file. */
async function writeAvro(path: string, schema: unknown, records: readonly unknown[]): Promise<void> {
  const encoder = new avsc.streams.BlockEncoder(schema as avro.AvroSchema, { codec: "deflate" });
  for (const record of records) encoder.write(record);
  encoder.end();
  const bytes: Buffer[] = [];
  for await (const chunk of encoder) if (Buffer.isBuffer(chunk)) bytes.push(chunk);
  writeFileSync(path, Buffer.concat(bytes));
}

const listSchema = {
  type: "record",
  name: "manifest_file",
  fields: [
    { name: "manifest_path", type: "string", "field-id": 500 },
    { name: "manifest_length", type: "long", "field-id": 501 },
    { name: "partition_spec_id", type: "int", "field-id": 502 },
    { name: "content", type: "int", "field-id": 517 },
    { name: "sequence_number", type: "long", "field-id": 515 },
  ],
};

const manifestSchema = (partition: readonly unknown[]) => ({
  type: "record",
  name: "manifest_entry",
  fields: [
    { name: "status", type: "int", "field-id": 0 },
    { name: "sequence_number", type: ["null", "long"], "field-id": 3 },
    {
      name: "data_file",
      type: {
        type: "record",
        name: "r2",
        fields: [
          { name: "content", type: "int", "field-id": 134 },
          { name: "file_path", type: "string", "field-id": 100 },
          { name: "file_format", type: "string", "field-id": 101 },
          { name: "partition", type: { type: "record", name: "r102", fields: partition }, "field-id": 102 },
          { name: "record_count", type: "long", "field-id": 103 },
          { name: "file_size_in_bytes", type: "long", "field-id": 104 },
          {
            name: "lower_bounds",
            type: [
              "null",
              {
                type: "array",
                items: {
                  type: "record",
                  name: "k",
                  fields: [
                    { name: "key", type: "int" },
                    { name: "value", type: "bytes" },
                  ],
                },
              },
            ],
            "field-id": 125,
          },
        ],
      },
      "field-id": 2,
    },
  ],
});

/** Writes a table as an engine would. Returns its folder. */
export async function craftTable(folder: string, table: CraftedTable): Promise<string> {
  mkdirSync(join(folder, "metadata"), { recursive: true });
  const key = table.partitionBy;
  const partition = key === undefined ? [] : [{ name: key.name, type: ["null", "string"], "field-id": 1000 }];
  for (const [n, snapshot] of table.snapshots.entries()) {
    const refs: unknown[] = [];
    for (const isDeletes of [false, true]) {
      const files = snapshot.files.filter((f) => ((f.content ?? 0) !== 0) === isDeletes);
      if (files.length === 0) continue;
      const name = `metadata/m${n}-${isDeletes ? 1 : 0}.avro`;
      const entries = files.map((file) => entryOf(folder, file, key?.name));
      await writeAvro(join(folder, name), manifestSchema(partition), entries);
      refs.push({
        manifest_path: `${location}/${name}`,
        manifest_length: statSync(join(folder, name)).size,
        partition_spec_id: 0,
        content: isDeletes ? 1 : 0,
        sequence_number: n + 1,
      });
    }
    await writeAvro(join(folder, `metadata/snap-${n}.avro`), listSchema, refs);
  }
  const json = Buffer.from(metadataText(table));
  writeFileSync(
    join(folder, `metadata/v1${table.isGzipped === true ? ".gz" : ""}.metadata.json`),
    table.isGzipped === true ? gzipSync(json) : json,
  );
  return folder;
}

function entryOf(folder: string, file: CraftedFile, partition: string | undefined): unknown {
  const path = join(folder, file.path);
  mkdirSync(dirname(path), { recursive: true });
  const bytes = parquetBytes(file.columns);
  writeFileSync(path, bytes);
  return {
    status: 0,
    sequence_number: file.sequence,
    data_file: {
      content: file.content ?? 0,
      file_path: file.location ?? `${location}/${file.path}`,
      file_format: file.format ?? "PARQUET",
      partition: partition === undefined ? {} : { [partition]: file.partition ?? null },
      record_count: file.columns[0]?.values.length ?? 0,
      file_size_in_bytes: bytes.length,
      lower_bounds: [{ key: 1, value: Buffer.from([1, 2, 3]) }],
    },
  };
}

/** Ids are written as an engine does: as numbers of 64 bits. */
function metadataText(table: CraftedTable): string {
  const key = table.partitionBy;
  const last = table.snapshots.at(-1);
  const id = (text: string): string => `#${text}#`;
  const json = JSON.stringify({
    "format-version": table.formatVersion ?? 2,
    "table-uuid": "00000000-0000-4000-8000-000000000001",
    location,
    "current-schema-id": table.schemas.length - 1,
    schemas: table.schemas.map((fields, n) => ({ type: "struct", "schema-id": n, fields: fields.map((f) => ({ required: false, ...f })) })),
    "default-spec-id": 0,
    "partition-specs": [
      { "spec-id": 0, fields: key === undefined ? [] : [{ name: key.name, transform: "identity", "source-id": key.id, "field-id": 1000 }] },
    ],
    properties: table.properties ?? {},
    "current-snapshot-id": id(last?.id ?? "-1"),
    snapshots: table.snapshots.map((s, n) => ({
      "snapshot-id": id(s.id),
      ...(n === 0 ? {} : { "parent-snapshot-id": id(table.snapshots[n - 1]?.id ?? "") }),
      "sequence-number": n + 1,
      "timestamp-ms": s.timeMs,
      "schema-id": s.schemaId ?? 0,
      "manifest-list": table.manifestList ?? `${location}/metadata/snap-${n}.avro`,
      summary: { operation: "append" },
    })),
    "snapshot-log": table.snapshots.map((s) => ({ "timestamp-ms": s.timeMs, "snapshot-id": id(s.id) })),
  });
  return json.replace(/"#(-?\d+)#"/g, "$1");
}
