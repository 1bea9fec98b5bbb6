import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { parseExactJson } from "./exact-json.ts";
import { icebergLimits } from "./limits.ts";
import { unreadable, unsupported } from "./refuse.ts";
import type { TableFolder, TableFile } from "./table-folder.ts";
import { type IcebergSchema, parseSchema, RawSchema, SchemaProblem } from "./table-schema.ts";

/** A 64-bit id, always text. */
const Id = z.union([z.string().regex(/^-?\d{1,19}$/), z.number().int()]).transform(String);
/** As microseconds it must fit a double. */
const TimeMs = z.number().int().nonnegative().max(9_007_199_254_740);

const PartitionField = z.object({
  name: z.string(),
  transform: z.string(),
  "source-id": z.number().int(),
  "field-id": z.number().int().optional(),
});

const RawSnapshot = z.object({
  "snapshot-id": Id,
  "parent-snapshot-id": Id.nullish(),
  "sequence-number": Id.default("0"),
  "timestamp-ms": TimeMs,
  "manifest-list": z.string().optional(),
  "schema-id": z.number().int().nullish(),
  summary: z.record(z.string(), z.string()).default({}),
});

const RawMetadata = z.object({
  "format-version": z.number().int(),
  "table-uuid": z.string().max(100).default(""),
  location: z.string().min(1).max(4000),
  schema: RawSchema.optional(),
  schemas: z.array(RawSchema).max(10_000).optional(),
  "current-schema-id": z.number().int().optional(),
  "partition-spec": z.array(PartitionField).optional(),
  "partition-specs": z.array(z.object({ "spec-id": z.number().int(), fields: z.array(PartitionField) })).optional(),
  "default-spec-id": z.number().int().optional(),
  properties: z.record(z.string(), z.string()).default({}),
  "current-snapshot-id": Id.nullish(),
  snapshots: z.array(RawSnapshot).max(100_000).default([]),
  "snapshot-log": z
    .array(z.object({ "timestamp-ms": TimeMs, "snapshot-id": Id }))
    .max(1_000_000)
    .default([]),
});

export interface TableSnapshot {
  readonly id: string;
  readonly parent: string | undefined;
  readonly sequenceNumber: string;
  readonly timeMs: number;
  readonly manifestList: string | undefined;
  readonly schemaId: number | undefined;
  readonly summary: Readonly<Record<string, string>>;
}

export interface PartitionSpecField {
  readonly name: string;
  readonly transform: string;
  readonly sourceId: number;
  readonly fieldId: number;
}

export interface TableMetadata {
  readonly formatVersion: number;
  readonly uuid: string;
  readonly location: string;
  readonly schemas: readonly IcebergSchema[];
  readonly currentSchemaId: number;
  readonly specs: ReadonlyMap<number, readonly PartitionSpecField[]>;
  readonly defaultSpecId: number;
  readonly nameMapping: string | undefined;
  readonly currentSnapshotId: string | undefined;
  readonly snapshots: readonly TableSnapshot[];
  readonly log: readonly { readonly timeMs: number; readonly snapshotId: string }[];
}

/** Reads a metadata file of format version 1 or 2. Throws AppError naming the table and why it cannot be used. */
export function readTableMetadata(folder: TableFolder, file: TableFile): TableMetadata {
  const { table } = folder;
  const raw = folder.read(file, icebergLimits.metadataBytes);
  const parsed = RawMetadata.safeParse(parseText(table, file, raw));
  const version = parsed.data?.["format-version"];
  if (version !== undefined && version !== 1 && version !== 2)
    throw unsupported(table, `has format version ${version}; versions 1 and 2 are read`, file.name);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(table, `has metadata that are not valid (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""})`, file.name);
  }
  try {
    return toMetadata(parsed.data);
  } catch (error) {
    if (error instanceof SchemaProblem) throw unsupported(table, `has a schema that cannot be read: ${error.message}`, file.name);
    throw error;
  }
}

function parseText(table: string, file: TableFile, raw: Buffer): unknown {
  try {
    const isPacked = raw[0] === 0x1f && raw[1] === 0x8b;
    const json: unknown = parseExactJson(
      (isPacked ? gunzipSync(raw, { maxOutputLength: icebergLimits.metadataBytes }) : raw).toString("utf8"),
    );
    const version = z.object({ "format-version": z.number() }).safeParse(json).data?.["format-version"];
    if (version !== undefined && version > 2)
      throw unsupported(table, `has format version ${version}; versions 1 and 2 are read`, file.name);
    return json;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.name !== "AppError"))
      throw unreadable(table, `has metadata that cannot be read (${error.message.slice(0, 200)})`, file.name);
    throw error;
  }
}

const toSpec = (fields: readonly z.infer<typeof PartitionField>[]): PartitionSpecField[] =>
  fields.map((f, i) => ({ name: f.name, transform: f.transform, sourceId: f["source-id"], fieldId: f["field-id"] ?? 1000 + i }));

const positive = (id: string | null | undefined): string | undefined => (id === null || id === undefined || id === "-1" ? undefined : id);

function toMetadata(raw: z.infer<typeof RawMetadata>): TableMetadata {
  const schemas = (raw.schemas ?? (raw.schema === undefined ? [] : [raw.schema])).map(parseSchema);
  const specs = raw["partition-specs"]?.map((s) => [s["spec-id"], toSpec(s.fields)] as const) ?? [
    [0, toSpec(raw["partition-spec"] ?? [])] as const,
  ];
  return {
    formatVersion: raw["format-version"],
    uuid: raw["table-uuid"],
    location: raw.location,
    schemas,
    currentSchemaId: raw["current-schema-id"] ?? schemas[0]?.id ?? 0,
    specs: new Map(specs),
    defaultSpecId: raw["default-spec-id"] ?? 0,
    nameMapping: Object.hasOwn(raw.properties, "schema.name-mapping.default") ? raw.properties["schema.name-mapping.default"] : undefined,
    currentSnapshotId: positive(raw["current-snapshot-id"]),
    snapshots: raw.snapshots.map((s) => ({
      id: s["snapshot-id"],
      parent: positive(s["parent-snapshot-id"]),
      sequenceNumber: s["sequence-number"],
      timeMs: s["timestamp-ms"],
      manifestList: s["manifest-list"],
      schemaId: s["schema-id"] ?? undefined,
      summary: s.summary,
    })),
    log: raw["snapshot-log"].map((l) => ({ timeMs: l["timestamp-ms"], snapshotId: l["snapshot-id"] })),
  };
}
