import { ParquetRefusal, parquetLimits } from "./limits.ts";
import { ThriftCursor, type ThriftStruct, type ThriftValue } from "./thrift.ts";

/** Encodings by their numbers in the format. */
export const encodings = {
  plain: 0,
  plainDictionary: 2,
  rle: 3,
  deltaBinary: 5,
  deltaLengthBytes: 6,
  deltaBytes: 7,
  rleDictionary: 8,
  byteStreamSplit: 9,
} as const;

interface Sizes {
  /** Where the page's bytes begin. */
  readonly at: number;
  readonly packed: number;
  readonly unpacked: number;
}
export interface DataPage extends Sizes {
  readonly kind: "data";
  readonly values: number;
  readonly encoding: number;
}
export interface DataPageV2 extends Sizes {
  readonly kind: "data-v2";
  readonly values: number;
  readonly nulls: number;
  readonly rows: number;
  readonly encoding: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly isCompressed: boolean;
}
export interface DictionaryPage extends Sizes {
  readonly kind: "dictionary";
  readonly values: number;
}
export type Page = DataPage | DataPageV2 | DictionaryPage;

function count(value: ThriftValue | undefined, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new ParquetRefusal(`a page claims ${typeof value === "number" ? value : "no number"} as its ${what}`);
}

/** Throws ParquetRefusal where there is none. */
export function structOf(value: ThriftValue | undefined): ThriftStruct {
  if (value instanceof Map) return value;
  throw new ParquetRefusal("a header in it lacks a part");
}

const dataPage = 0;
const dictionaryPage = 2;
const dataPageV2 = 3;

/** The header that begins at `at` of a column's bytes. Throws ParquetRefusal, and RangeError where the bytes end. */
export function readPageHeader(bytes: Uint8Array, at: number): Page {
  const cursor = new ThriftCursor(bytes, at, { values: parquetLimits.headerValues, keeps: true });
  const header = cursor.struct();
  const sizes = { at: cursor.at, packed: count(header.get(3), "stored size"), unpacked: count(header.get(2), "size") };
  switch (count(header.get(1), "kind")) {
    case dataPage: {
      const own = structOf(header.get(5));
      return { kind: "data", ...sizes, values: count(own.get(1), "number of values"), encoding: count(own.get(2), "encoding") };
    }
    case dictionaryPage:
      return { kind: "dictionary", ...sizes, values: count(structOf(header.get(7)).get(1), "number of entries") };
    case dataPageV2: {
      const own = structOf(header.get(8));
      return {
        kind: "data-v2",
        ...sizes,
        values: count(own.get(1), "number of values"),
        nulls: count(own.get(2), "number of nulls"),
        rows: count(own.get(3), "number of rows"),
        encoding: count(own.get(4), "encoding"),
        definitionBytes: count(own.get(5), "size of levels"),
        repetitionBytes: count(own.get(6), "size of levels"),
        isCompressed: own.get(7) !== false,
      };
    }
    default:
      throw new ParquetRefusal("it has a page of an unknown kind");
  }
}
