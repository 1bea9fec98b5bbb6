const mebi = 1024 * 1024;

/** What a Parquet file may ask for. Every count and size in it is a claim, and a few bytes can claim gigabytes. */
export const parquetLimits = {
  /** Fields and list items of a footer: some thirty for each column of each row group. */
  footerValues: 8_000_000,
  /** Of the header of one page, and of an index of pages. */
  headerValues: 500,
  indexValues: 2_000_000,
  depth: 32,
  schemaElements: 30_000,
  /** Unpacked. Writers aim at 1 MiB. */
  pageBytes: 256 * mebi,
  /** A page of one value over and over has few bytes and as many values as its row group. */
  pageValues: 16_000_000,
  /** Of a row group that is read whole: unpacked, and rows times columns. */
  groupBytes: 512 * mebi,
  groupCells: 128_000_000,
  /** Bytes of a decimal number; 32 hold 76 digits. */
  decimalBytes: 64,
} as const;

/** A file that claims what it does not hold, or more than may be read. */
export class ParquetRefusal extends Error {
  override readonly name = "ParquetRefusal";
}
