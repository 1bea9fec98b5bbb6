import type { ParquetType } from "hyparquet";
import { requirePlausible, unpackPage } from "./codecs.ts";
import { checkDelta, checkDeltaTexts, checkRuns } from "./encoded-values.ts";
import type { GuardedColumn } from "./file-layout.ts";
import { ParquetRefusal, parquetLimits } from "./limits.ts";
import { type DataPage, type DataPageV2, encodings, type Page, readPageHeader } from "./page-header.ts";

export interface ColumnPages {
  readonly unpacked: number;
  readonly values: number;
  /** Where its pages begin, their headers included, and how many bytes each has. */
  readonly pages: ReadonlyMap<number, number>;
}

/** The least that a value written out takes, in bits. */
const leastBits: Readonly<Record<ParquetType, number>> = {
  BOOLEAN: 1,
  INT32: 32,
  INT64: 64,
  INT96: 96,
  FLOAT: 32,
  DOUBLE: 64,
  BYTE_ARRAY: 32,
  FIXED_LEN_BYTE_ARRAY: 8,
};
const bitsOf = (column: GuardedColumn): number =>
  column.type === "FIXED_LEN_BYTE_ARRAY" ? Math.max(column.typeLength, 1) * 8 : leastBits[column.type];

const widthOf = (level: number): number => 32 - Math.clz32(level);

/**
 * Every page of a column is looked at before the reader sees one: what its header claims, and where a few bytes of it stand for many
 * values. `bytes` are those of the column's chunk. Throws ParquetRefusal, and RangeError or an error of the codec where it is damaged.
 */
export function checkColumn(bytes: Uint8Array, column: GuardedColumn): ColumnPages {
  const pages = new Map<number, number>();
  let at = 0;
  let values = 0;
  let unpacked = 0;
  while (at < bytes.length - 1 && !(column.isFlat && values >= column.rows)) {
    const page = readPageHeader(bytes, at);
    const end = page.at + page.packed;
    if (end > bytes.length) throw new ParquetRefusal(`a page claims ${page.packed} bytes, more than its column has`);
    pages.set(at, end - at);
    if (page.unpacked > parquetLimits.pageBytes) throw new ParquetRefusal(`a page claims to hold ${page.unpacked} bytes`);
    requirePlausible(column.codec, page.packed, page.unpacked);
    unpacked += page.unpacked;
    const most = column.isFlat ? column.rows : column.values;
    if (page.kind !== "dictionary") values += page.values;
    if (values > most) throw new ParquetRefusal(`its pages claim ${values} values of "${column.name}", which has ${most}`);
    checkPage(bytes.subarray(page.at, end), page, column);
    at = end;
  }
  return { unpacked, values, pages };
}

function checkPage(stored: Uint8Array, page: Page, column: GuardedColumn): void {
  if (page.values > parquetLimits.pageValues) throw new ParquetRefusal(`a page claims ${page.values} values`);
  if (page.kind === "dictionary") {
    if ((page.values * bitsOf(column)) / 8 > page.unpacked)
      throw new ParquetRefusal(`a dictionary of ${page.unpacked} bytes claims ${page.values} entries`);
    const entries = unpackPage(column.codec, stored, page.unpacked);
    if (column.isDecimal) checkDecimals(entries, 0, page.values, column);
  } else if (page.kind === "data") checkData(stored, page, column);
  else checkDataV2(stored, page, column);
}

function checkData(stored: Uint8Array, page: DataPage, column: GuardedColumn): void {
  const bytes = unpackPage(column.codec, stored, page.unpacked);
  let at = 0;
  const levels = (level: number, wanted: number): number => {
    if (level === 0) return page.values;
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
    const found = checkRuns(bytes, at + 4, { width: widthOf(level), count: page.values }, wanted);
    at += 4 + length;
    return found;
  };
  levels(column.maxRepetition, -1);
  const present = levels(column.maxDefinition, column.maxDefinition);
  checkValues(bytes, at, { encoding: page.encoding, present, isV2: false }, column);
}

function checkDataV2(stored: Uint8Array, page: DataPageV2, column: GuardedColumn): void {
  const { repetitionBytes, definitionBytes, values, nulls } = page;
  if (repetitionBytes + definitionBytes > Math.min(page.packed, page.unpacked) || nulls > values)
    throw new ParquetRefusal("a page claims more levels or nulls than it has values");
  const { maxRepetition, maxDefinition } = column;
  if (maxRepetition > 0) checkRuns(stored, 0, { width: widthOf(maxRepetition), count: values });
  if (maxDefinition > 0) checkRuns(stored, repetitionBytes, { width: widthOf(maxDefinition), count: values });
  const from = repetitionBytes + (maxDefinition > 0 ? definitionBytes : 0);
  const size = page.unpacked - repetitionBytes - definitionBytes;
  const content = stored.subarray(from);
  const bytes = page.isCompressed ? unpackPage(column.codec, content, size) : content;
  checkValues(bytes, 0, { encoding: page.encoding, present: values - nulls, isV2: true }, column);
}

interface Encoded {
  readonly encoding: number;
  /** Values that are not null. */
  readonly present: number;
  readonly isV2: boolean;
}

function checkValues(bytes: Uint8Array, at: number, { encoding, present, isV2 }: Encoded, column: GuardedColumn): void {
  switch (encoding) {
    case encodings.plain:
    case encodings.byteStreamSplit:
      if ((present * bitsOf(column)) / 8 > bytes.length)
        throw new ParquetRefusal(`a page of ${bytes.length} bytes claims ${present} values`);
      if (column.isDecimal) checkDecimals(bytes, at, present, column);
      return;
    case encodings.plainDictionary:
    case encodings.rleDictionary:
    case encodings.rle: {
      const isBits = isV2 ? encoding === encodings.rle : column.type === "BOOLEAN";
      if (isBits) return void checkRuns(bytes, at + 4, { width: 1, count: present });
      const width = bytes[at] ?? 0;
      if (width > 0 || isV2) checkRuns(bytes, at + 1, { width, count: present });
      return;
    }
    case encodings.deltaBinary:
    case encodings.deltaLengthBytes:
      return checkDelta(bytes, at);
    case encodings.deltaBytes:
      return void checkDeltaTexts(bytes, at, present, parquetLimits.pageBytes);
    default:
      throw new ParquetRefusal(`it has a page of an encoding that is not supported (${encoding})`);
  }
}

/** A number of a million digits takes the reader minutes. */
function checkDecimals(bytes: Uint8Array, from: number, count: number, { type, typeLength }: GuardedColumn): void {
  const refuse = (length: number): never => {
    throw new ParquetRefusal(`it has a decimal number of ${length} bytes`);
  };
  if (type === "FIXED_LEN_BYTE_ARRAY" && typeLength > parquetLimits.decimalBytes) refuse(typeLength);
  if (type !== "BYTE_ARRAY") return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(at, true);
    if (length > parquetLimits.decimalBytes) refuse(length);
    at += 4 + length;
  }
}
