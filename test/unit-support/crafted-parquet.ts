/** Thrift's compact protocol, written as a Parquet file holds it. */
type Value = { readonly type: number; readonly bytes: Buffer };
type Fields = readonly (readonly [id: number, value: Value])[];

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    const part = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left === 0n ? part : part | 0x80);
  } while (left !== 0n);
  return Buffer.from(bytes);
}
const zigzag = (value: number): Buffer => varint(value < 0 ? BigInt(-value) * 2n - 1n : BigInt(value) * 2n);
export const i32 = (value: number): Value => ({ type: 5, bytes: zigzag(value) });
export const i64 = (value: number): Value => ({ type: 6, bytes: zigzag(value) });
export const text = (value: string): Value => ({ type: 8, bytes: Buffer.concat([varint(BigInt(value.length)), Buffer.from(value)]) });
export const struct = (fields: Fields): Value => {
  let last = 0;
  const parts = fields.map(([id, { type, bytes }]) => {
    const head = Buffer.from([((id - last) << 4) | type]);
    last = id;
    return Buffer.concat([head, bytes]);
  });
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.from([0])]) };
};
export const list = (items: readonly Value[], claimed = items.length): Value => ({
  type: 9,
  bytes: Buffer.concat([Buffer.from([0xf0 | (items[0]?.type ?? 12)]), varint(BigInt(claimed)), ...items.map(({ bytes }) => bytes)]),
});

const kinds = { boolean: 0, int64: 2, bytes: 6 } as const;
export const repetitions = { required: 0, optional: 1, repeated: 2 } as const;
export const codecs = { none: 0, snappy: 1, lz4: 5, zstd: 6 } as const;

/** A run of one level or index, over and over: a hybrid of run lengths whose length is said first where `isCounted`. */
export const run = (count: number, value: number, width = 1, isCounted = true): Buffer => {
  const bytes = Buffer.concat([varint(BigInt(count) * 2n), Buffer.alloc((width + 7) >> 3, value)]);
  const length = Buffer.alloc(isCounted ? 4 : 0);
  if (isCounted) length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};
export const longs = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) bytes.writeBigInt64LE(BigInt(value), i * 8);
  return bytes;
};
export const texts = (...values: readonly Buffer[]): Buffer =>
  Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(value.length);
      return [length, value];
    }),
  );

export interface CraftedPage {
  readonly bytes: Buffer;
  readonly values: number;
  readonly encoding?: number;
  /** As its header says; else what it is. */
  readonly unpacked?: number;
  readonly packed?: number;
}

const pageOf = (
  kind: number,
  field: number,
  own: Fields,
  { bytes, unpacked = bytes.length, packed = bytes.length }: CraftedPage,
): Buffer => {
  const header = struct([
    [1, i32(kind)],
    [2, i32(unpacked)],
    [3, i32(packed)],
    [field, struct(own)],
  ]);
  return Buffer.concat([header.bytes, bytes]);
};
export const dataPage = (page: CraftedPage): Buffer =>
  pageOf(
    0,
    5,
    [
      [1, i32(page.values)],
      [2, i32(page.encoding ?? 0)],
      [3, i32(3)],
      [4, i32(3)],
    ],
    page,
  );
export const dictionaryPage = (page: CraftedPage): Buffer =>
  pageOf(
    2,
    7,
    [
      [1, i32(page.values)],
      [2, i32(0)],
    ],
    page,
  );
/** Of no levels. */
export const dataPageV2 = (page: CraftedPage): Buffer => {
  const own: Fields = [
    [1, i32(page.values)],
    [2, i32(0)],
    [3, i32(page.values)],
    [4, i32(page.encoding ?? 0)],
    [5, i32(0)],
    [6, i32(0)],
  ];
  return pageOf(3, 8, own, page);
};

export interface CraftedColumn {
  readonly pages: readonly Buffer[];
  readonly type?: keyof typeof kinds;
  readonly repetition?: keyof typeof repetitions;
  readonly codec?: keyof typeof codecs;
  readonly isDecimal?: boolean;
  /** Values of the column as the footer says. */
  readonly values?: number;
}
export interface CraftedParquet {
  readonly rows: number;
  readonly column: CraftedColumn;
  /** Row groups that all have the same bytes. */
  readonly groups?: number;
  /** In place of the schema's. */
  readonly schema?: readonly Value[];
}

const element = (name: string, more: Fields): Value =>
  struct([...more.filter(([id]) => id < 4), [4, text(name)], ...more.filter(([id]) => id > 4)]);
/** A group of a schema that says how many parts it has. */
export const group = (name: string, children: number): Value => element(name, [[5, i32(children)]]);

/** A Parquet file of the one column `class_uid`, whose claims are its own. */
export function parquetFile({ rows, column, groups = 1, schema }: CraftedParquet): Buffer {
  const { pages, type = "int64", repetition = "required", codec = "none", isDecimal = false, values = rows } = column;
  const content = Buffer.concat(pages);
  const start = 4;
  const leaf = element("class_uid", [
    [1, i32(kinds[type])],
    [3, i32(repetitions[repetition])],
    ...(isDecimal ? [[6, i32(5)] as const] : []),
  ]);
  const meta = struct([
    [1, i32(kinds[type])],
    [2, list([i32(0)])],
    [3, list([text("class_uid")])],
    [4, i32(codecs[codec])],
    [5, i64(values)],
    [6, i64(content.length)],
    [7, i64(content.length)],
    [9, i64(start)],
  ]);
  const chunk = struct([
    [2, i64(start)],
    [3, meta],
  ]);
  const rowGroup = struct([
    [1, list([chunk])],
    [2, i64(content.length)],
    [3, i64(rows)],
  ]);
  const footer = struct([
    [1, i32(1)],
    [2, list(schema ?? [group("schema", 1), leaf])],
    [3, i64(rows * groups)],
    [4, list(Array.from({ length: groups }, () => rowGroup))],
  ]);
  return withFooter(content, footer.bytes);
}

export function withFooter(content: Buffer, footer: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from("PAR1"), content, footer, size, Buffer.from("PAR1")]);
}
