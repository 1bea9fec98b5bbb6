import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, type RowGroup, type SchemaElement } from "hyparquet";
import { checkColumn, type ColumnPages } from "./column-guard.ts";
import { checkPlaces, columnOf, type GuardedColumn, schemaTree } from "./file-layout.ts";
import { ParquetRefusal, parquetLimits } from "./limits.ts";
import { structOf } from "./page-header.ts";
import { ThriftCursor, type ThriftValue } from "./thrift.ts";

const tailBytes = 8;

/** The bytes of a footer are counted through before the reader makes objects of them. */
async function checkFooter(file: AsyncBuffer): Promise<void> {
  const tail = new DataView(await file.slice(Math.max(0, file.byteLength - tailBytes), file.byteLength));
  if (tail.byteLength < tailBytes) return;
  const size = tail.getUint32(0, true);
  if (size > file.byteLength - tailBytes) return;
  const footer = new Uint8Array(await file.slice(file.byteLength - tailBytes - size, file.byteLength - tailBytes));
  new ThriftCursor(footer, 0, { values: parquetLimits.footerValues, keeps: false }).struct();
}

/** Values that expand to trees of their own stay the bytes they are: a part of one may be named by many others. */
const isExpanding = ({ logical_type: logical }: SchemaElement): boolean =>
  logical?.type === "VARIANT" || logical?.type === "GEOMETRY" || logical?.type === "GEOGRAPHY";

function withoutExpanding(element: SchemaElement): SchemaElement {
  const { logical_type: _expands, ...plain } = element;
  return isExpanding(element) ? plain : element;
}

/** What the file says of itself, once it is clear that it can be so. Throws plain errors for whatever a foreign file holds. */
export async function readFooter(file: AsyncBuffer): Promise<FileMetaData> {
  await checkFooter(file);
  const read = await parquetMetadataAsync(file, { geoparquet: false });
  const metadata = { ...read, schema: read.schema.map(withoutExpanding) };
  checkPlaces(file.byteLength, metadata);
  return metadata;
}

export interface GroupWish {
  /** Top-level columns; all of them when absent. */
  readonly columns?: readonly string[];
  /** Read at once, or a run of rows after another. */
  readonly isWhole: boolean;
}

/** Looks at every page of the row group that will be read, one column after another. Throws plain errors, as `readFooter` does. */
export async function checkGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  { columns, isWhole }: GroupWish,
): Promise<void> {
  const root = schemaTree(metadata.schema);
  const wanted = group.columns
    .map((chunk) => columnOf(root, group, chunk))
    .filter(({ name }) => columns === undefined || columns.some((column) => name === column || name.startsWith(`${column}.`)));
  const cells = wanted.reduce((sum, { rows, values }) => sum + Math.max(rows, values), 0);
  if (isWhole && cells > parquetLimits.groupCells)
    throw new ParquetRefusal(`it has a row group of ${cells} values; write it with smaller row groups`);
  let unpacked = 0;
  for (const column of wanted) {
    const found = checkColumn(new Uint8Array(await file.slice(column.start, column.end)), column);
    unpacked += found.unpacked;
    if (isWhole && unpacked > parquetLimits.groupBytes)
      throw new ParquetRefusal(`it has a row group of more than ${parquetLimits.groupBytes} bytes; write it with smaller row groups`);
    if (column.isFlat && found.values < column.rows)
      throw new ParquetRefusal(`"${column.name}" has ${found.values} values of ${column.rows} rows`);
    if (!isWhole && column.index !== undefined) await checkIndex(file, column, found);
  }
}

const isList = (value: ThriftValue | undefined): value is readonly ThriftValue[] => Array.isArray(value);

/** An index of pages names those that were looked at, and no others. */
async function checkIndex(file: AsyncBuffer, column: GuardedColumn, { pages }: ColumnPages): Promise<void> {
  const bytes = new Uint8Array(await file.slice(column.index?.start ?? 0, column.index?.end ?? 0));
  const locations = new ThriftCursor(bytes, 0, { values: parquetLimits.indexValues, keeps: true }).struct().get(1);
  let lastRow = 0n;
  for (const location of isList(locations) ? locations : []) {
    const fields = structOf(location);
    const offset = fields.get(1);
    const size = fields.get(2);
    const row = fields.get(3);
    const isPage = typeof offset === "bigint" && pages.get(Number(offset) - column.start) === size;
    if (!isPage || typeof row !== "bigint" || row < lastRow || row > column.rows)
      throw new ParquetRefusal(`the index of "${column.name}" names a page that is none`);
    lastRow = row;
  }
}
