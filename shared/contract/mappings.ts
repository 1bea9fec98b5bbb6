import { z } from "zod";
import { classNames } from "../domain/ocsf.ts";
import { request } from "./request.ts";

/** A name of a saved mapping: a folder of its own, so nothing a file system could misread. */
export const MappingName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, "small letters, digits, dots, dashes and underscores, beginning with a letter or digit");

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean()]);
export type MappedScalar = z.infer<typeof Scalar>;

const Constant = z.strictObject({ value: Scalar });
const FromColumn = z.strictObject({
  from: z.string().min(1),
  /** What a cell's text stands for, such as `6` for `tcp`; other texts stay as they are. */
  values: z.record(z.string().max(200), Scalar).optional(),
  /** What every text stands for that `values` does not name. */
  otherwise: Scalar.optional(),
  /** Numbers are multiplied by it: 1000 makes milliseconds of seconds. */
  scale: z.number().optional(),
});
export const MappedColumn = z.union([FromColumn, Constant]);
export type MappedColumn = z.infer<typeof MappedColumn>;

export const timeFormats = ["iso", "epoch_s", "epoch_ms", "epoch_us", "pattern"] as const;

/**
 * A mapping file: which OCSF class the rows of a table (delimited text or Parquet) become, where the time stands and how it is
 * written, and for each OCSF column (dots or underscores) the column it comes from or a constant. What only text has
 * (delimiter, quote, skipped rows, header) is ignored for Parquet.
 */
export const MappingFile = z.strictObject({
  class: z.enum(classNames),
  delimiter: z.string().length(1).default(","),
  /** Empty when no character quotes. */
  quote: z.string().max(1).default('"'),
  /** Lines before the header. */
  skipRows: z.number().int().min(0).max(1000).optional(),
  /** False when the first row is data: its columns are then called `column 1`, `column 2`, … */
  header: z.boolean().optional(),
  /** Texts that mean nothing is there, beside the empty one. */
  nullTokens: z.array(z.string().min(1).max(40)).max(20).optional(),
  time: z.strictObject({
    column: z.string().min(1),
    format: z.enum(timeFormats),
    /** For `pattern`: yyyy MM dd HH mm ss and so on, such as `dd/MM/yyyy HH:mm:ss`. */
    pattern: z.string().min(1).max(60).optional(),
    /** What text without a zone means: `UTC`, `+HH:MM` or an IANA zone. */
    zone: z.string().min(1).max(60).default("UTC"),
  }),
  columns: z.record(z.string(), MappedColumn),
});
export type MappingFile = z.infer<typeof MappingFile>;

export const SavedMapping = z.object({
  /** sha256 of the mapping's canonical JSON; manifests of imports made with it record it. */
  id: z.string(),
  name: MappingName,
  version: z.number().int(),
  class: z.string(),
  columns: z.number().int(),
  /** Inside the workspace. */
  file: z.string(),
  savedAt: z.number().int(),
});
export type SavedMapping = z.infer<typeof SavedMapping>;

/** Which file of those chosen: by its name in an inspection, `archive!member` included; the first one when left out. */
const TableChoice = z.object({
  paths: z.array(z.string()).default([]),
  grants: z.array(z.string()).default([]),
  file: z.string().optional(),
});

export const columnKinds = ["empty", "boolean", "integer", "number", "ip", "time", "text"] as const;

export const TableColumn = z.object({
  name: z.string(),
  /** What all of its sampled cells are. */
  kind: z.enum(columnKinds),
  samples: z.array(z.string()),
});
export type TableColumn = z.infer<typeof TableColumn>;

export const ColumnSuggestion = z.object({
  /** OCSF column. */
  column: z.string(),
  mapped: MappedColumn,
  reason: z.string(),
});
export type ColumnSuggestion = z.infer<typeof ColumnSuggestion>;

export const MappingProposal = z.object({
  file: z.string(),
  kind: z.enum(["delimited", "parquet"]),
  columns: z.array(TableColumn),
  sampledRows: z.number().int(),
  /** The layout, the time and the suggested columns put together. Null when no column holds a readable time. */
  mapping: MappingFile.nullable(),
  layoutReason: z.string(),
  timeReason: z.string(),
  classReason: z.string(),
  suggestions: z.array(ColumnSuggestion),
});
export type MappingProposal = z.infer<typeof MappingProposal>;

export const PreviewRow = z.object({
  /** Line of the text, or row of the Parquet file. */
  line: z.number().int(),
  raw: z.string(),
  /** What the row becomes; missing when it is rejected. */
  event: z.record(z.string(), Scalar).optional(),
  rejected: z.string().optional(),
  /** Cells that do not fit their OCSF column, by column: it stays empty. */
  misfits: z.record(z.string(), z.string()),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

export const MappingPreview = z.object({
  rows: z.array(PreviewRow),
  read: z.number().int(),
  mapped: z.number().int(),
  rejected: z.number().int(),
  misfits: z.record(z.string(), z.number().int()),
  /** Why the file as a whole cannot be read with this mapping. */
  error: z.string().optional(),
});
export type MappingPreview = z.infer<typeof MappingPreview>;

/** What an analyst says of a text's layout, in place of what is guessed. */
const LayoutOverride = z
  .object({ delimiter: z.string().length(1), quote: z.string().max(1), skipRows: z.number().int().min(0).max(1000), header: z.boolean() })
  .partial();

const mappingText = z.string().max(256 * 1024);

export const mappingRequests = {
  /** The newest version of each name first, names in order. */
  "mappings.list": request(z.object({}), z.array(SavedMapping)),
  /** Without a version the newest one. `mapping` is the text of the file. */
  "mappings.read": request(
    z.object({ name: MappingName, version: z.number().int().positive().optional() }),
    SavedMapping.extend({ mapping: z.string() }),
  ),
  /** Keeps a new version, unless the newest one says the same. */
  "mappings.save": request(z.object({ name: MappingName, mapping: mappingText }), SavedMapping),
  /** Looks at the beginning of a table and proposes how to map it; with `class` to that class. */
  "mappings.propose": request(
    TableChoice.extend({ class: z.enum(classNames).optional(), layout: LayoutOverride.optional() }),
    MappingProposal,
  ),
  /** What an import would make of the first rows. */
  "mappings.preview": request(
    TableChoice.extend({ mapping: mappingText, rows: z.number().int().min(1).max(200).default(25), clock: z.string().default("declared") }),
    MappingPreview,
  ),
} as const;
