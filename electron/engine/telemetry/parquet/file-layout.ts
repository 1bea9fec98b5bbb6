import type { ColumnChunk, CompressionCodec, FileMetaData, ParquetType, RowGroup, SchemaElement } from "hyparquet";
import { ParquetRefusal, parquetLimits } from "./limits.ts";

/** What the reader will decode a column's pages by. */
export interface GuardedColumn {
  readonly name: string;
  readonly type: ParquetType;
  readonly typeLength: number;
  readonly codec: CompressionCodec;
  readonly isDecimal: boolean;
  /** Every value is a row. */
  readonly isFlat: boolean;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  readonly rows: number;
  /** As the footer claims. */
  readonly values: number;
  readonly start: number;
  readonly end: number;
  readonly index: { readonly start: number; readonly end: number } | undefined;
}

interface Node {
  readonly element: SchemaElement;
  readonly children: readonly Node[];
}

/** Throws ParquetRefusal when the list of elements is no tree, or too large a one. */
export function schemaTree(schema: readonly SchemaElement[]): Node {
  if (schema.length > parquetLimits.schemaElements) throw new ParquetRefusal(`its schema has ${schema.length} elements`);
  let at = 0;
  const next = (depth: number): Node => {
    const element = schema[at];
    const size = element?.num_children ?? 0;
    if (element === undefined || depth > parquetLimits.depth || !(size >= 0 && size <= schema.length))
      throw new ParquetRefusal("its schema is damaged");
    at += 1;
    return { element, children: Array.from({ length: size }, () => next(depth + 1)) };
  };
  const root = next(0);
  if (at !== schema.length) throw new ParquetRefusal("its schema is damaged");
  return root;
}

/** Elements from the root to a column, by names as the reader finds them. */
function pathTo(root: Node, names: readonly string[]): readonly Node[] {
  const path = [root];
  for (const name of names) {
    const child = path.at(-1)?.children.find(({ element }) => element.name === name);
    if (child === undefined) throw new ParquetRefusal(`its schema has no column "${names.join(".")}"`);
    path.push(child);
  }
  return path;
}

/** A number of bytes, rows or values. */
function whole(value: bigint | number | undefined, what: string): number {
  const number = Number(value ?? 0);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new ParquetRefusal(`it claims ${String(value)} as ${what}`);
}

export function columnOf(root: Node, group: RowGroup, chunk: ColumnChunk): GuardedColumn {
  const { meta_data: meta } = chunk;
  if (meta === undefined) throw new ParquetRefusal("a column of it is described nowhere");
  const path = pathTo(root, meta.path_in_schema);
  const [leaf, ...above] = path.toReversed();
  const kinds = path.map(({ element }) => element.repetition_type);
  const element = leaf?.element ?? root.element;
  const start = whole(meta.dictionary_page_offset || meta.data_page_offset, "the place of a column");
  const indexStart = whole(chunk.offset_index_offset, "the place of an index");
  const indexBytes = whole(chunk.offset_index_length, "the size of an index");
  return {
    name: meta.path_in_schema.join("."),
    type: meta.type,
    typeLength: element.type_length ?? 0,
    codec: meta.codec,
    isDecimal: element.converted_type === "DECIMAL",
    isFlat: above.length === 1 && element.repetition_type !== "REPEATED" && leaf?.children.length === 0,
    maxDefinition: kinds.slice(1).filter((kind) => kind !== "REQUIRED").length,
    maxRepetition: kinds.filter((kind) => kind === "REPEATED").length,
    rows: whole(group.num_rows, "its number of rows"),
    values: whole(meta.num_values, "a number of values"),
    start,
    end: start + whole(meta.total_compressed_size, "the size of a column"),
    index: indexStart > 0 && indexBytes > 0 ? { start: indexStart, end: indexStart + indexBytes } : undefined,
  };
}

/** Columns lie in the file, and do not share its bytes: a thousand that are all of it would be read a thousand times. */
export function checkPlaces(bytes: number, metadata: FileMetaData): void {
  const root = schemaTree(metadata.schema);
  let total = 0;
  let rows = 0;
  for (const group of metadata.row_groups) {
    rows += whole(group.num_rows, "its number of rows");
    for (const chunk of group.columns) {
      const { name, start, end, index } = columnOf(root, group, chunk);
      if (end > bytes || (index !== undefined && index.end > bytes))
        throw new ParquetRefusal(`the column "${name}" lies beyond the end of the file`);
      total += end - start;
    }
  }
  if (total > bytes) throw new ParquetRefusal(`its columns claim ${total} bytes of a file of ${bytes}`);
  if (!Number.isSafeInteger(rows)) throw new ParquetRefusal(`it claims ${rows} rows`);
}
