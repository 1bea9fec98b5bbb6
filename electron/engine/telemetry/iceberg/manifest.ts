import { z } from "zod";
import { AvroError } from "./avro-reader.ts";
import { AvroFile } from "./avro-file.ts";
import { icebergLimits } from "./limits.ts";
import { tooLarge, unreadable } from "./refuse.ts";
import type { TableFile, TableFolder } from "./table-folder.ts";

const Long = z.bigint();
const Count = z
  .bigint()
  .refine((n) => n >= 0n && n <= BigInt(Number.MAX_SAFE_INTEGER))
  .transform(Number);

const RawManifest = z.object({
  manifest_path: z.string(),
  partition_spec_id: z.number().int(),
  content: z.number().int().default(0),
  sequence_number: Long.default(0n),
});

/** One manifest as a manifest list names it. */
export interface ManifestRef {
  readonly file: TableFile;
  readonly specId: number;
  readonly isDeletes: boolean;
  readonly sequenceNumber: bigint;
}

const RawEntry = z.object({
  status: z.number().int(),
  sequence_number: Long.nullish(),
  data_file: z.object({
    content: z.number().int().default(0),
    file_path: z.string(),
    file_format: z.string(),
    partition: z.unknown(),
    record_count: Count,
    file_size_in_bytes: Count,
    referenced_data_file: z.string().nullish(),
  }),
});

export type FileContent = "data" | "position-deletes" | "equality-deletes";
const contents: readonly FileContent[] = ["data", "position-deletes", "equality-deletes"];

/** A file that is part of a state. */
export interface LiveFile {
  readonly content: FileContent;
  readonly location: string;
  /** As the manifest writes it, in lower case. */
  readonly format: string;
  readonly specId: number;
  /** By partition field id, as Avro gave it. */
  readonly partition: ReadonlyMap<number, unknown>;
  readonly records: number;
  readonly bytes: number;
  /** Of its data: what decides whether a delete file reaches a data file. */
  readonly sequenceNumber: bigint;
  readonly referencedDataFile: string | undefined;
}

const removed = 2;
const added = 1;

/** The records of an Avro file of the table, each as `schema` wants it. Throws AppError naming the file. */
function* avroRecords<T>(folder: TableFolder, file: TableFile, shape: z.ZodType<T>): Generator<{ record: T; avro: AvroFile }> {
  const bytes = folder.read(file, icebergLimits.avroBytes);
  try {
    const avro = new AvroFile(bytes);
    for (const raw of avro.records()) {
      const parsed = shape.safeParse(raw);
      if (parsed.success) yield { record: parsed.data, avro };
      else throw new AvroError(`a record's ${parsed.error.issues[0]?.path.join(".") ?? ""} is not valid`);
    }
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    throw unreadable(folder.table, `has ${file.name}, which cannot be read: ${error.message}`, file.name);
  }
}

export function readManifestList(folder: TableFolder, file: TableFile): ManifestRef[] {
  const manifests: ManifestRef[] = [];
  for (const { record } of avroRecords(folder, file, RawManifest)) {
    if (manifests.length >= icebergLimits.manifests)
      throw tooLarge(folder.table, `has more than ${icebergLimits.manifests} manifests in one snapshot; compact it first`, file.name);
    manifests.push({
      file: folder.resolve(record.manifest_path),
      specId: record.partition_spec_id,
      isDeletes: record.content === 1,
      sequenceNumber: record.sequence_number,
    });
  }
  return manifests;
}

/** The files of one manifest that are part of the state. A file added by the manifest's own commit inherits its sequence number. */
export function* readManifest(folder: TableFolder, manifest: ManifestRef): Generator<LiveFile, void, undefined> {
  let keys: ReadonlyMap<string, number> | undefined;
  for (const { record, avro } of avroRecords(folder, manifest.file, RawEntry)) {
    keys ??= partitionKeys(avro.schema);
    const { data_file: data, status, sequence_number: own } = record;
    if (status === removed) continue;
    const content = contents[data.content];
    if (content === undefined || (content !== "data") !== manifest.isDeletes || (own === null && status !== added))
      throw unreadable(folder.table, `has ${manifest.file.name}, which contradicts itself about ${data.file_path}`, manifest.file.name);
    yield {
      content,
      location: data.file_path,
      format: data.file_format.toLowerCase(),
      specId: manifest.specId,
      partition: partitionOf(data.partition, keys),
      records: data.record_count,
      bytes: data.file_size_in_bytes,
      sequenceNumber: own ?? manifest.sequenceNumber,
      referencedDataFile: data.referenced_data_file ?? undefined,
    };
  }
}

const NamedFields = z.object({ fields: z.array(z.object({ name: z.string(), "field-id": z.number().optional(), type: z.unknown() })) });

/** Names of the partition tuple's values to their field ids, from the manifest's own schema. */
function partitionKeys(schema: unknown): Map<string, number> {
  const field = (of: unknown, name: string): unknown => NamedFields.safeParse(of).data?.fields.find((f) => f.name === name)?.type;
  const tuple = NamedFields.safeParse(field(field(schema, "data_file"), "partition")).data;
  return new Map(tuple?.fields.flatMap((f) => (f["field-id"] === undefined ? [] : [[f.name, f["field-id"]] as const])));
}

function partitionOf(tuple: unknown, keys: ReadonlyMap<string, number>): Map<number, unknown> {
  const values = typeof tuple === "object" && tuple !== null ? Object.entries(tuple) : [];
  return new Map(values.flatMap(([name, value]) => (keys.has(name) ? [[keys.get(name) ?? 0, value] as const] : [])));
}
