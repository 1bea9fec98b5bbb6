import { zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type CraftedParquet,
  dataPage,
  dataPageV2,
  dictionaryPage,
  group,
  i32,
  list,
  longs,
  parquetFile,
  run,
  struct,
  texts,
  withFooter,
} from "../unit-support/crafted-parquet.ts";
import { importHere, tempFolder } from "./telemetry-support.ts";

const most = 2 ** 31 - 1;
const classes = longs(1, 2, 3);
const three = dataPage({ bytes: classes, values: 3 });
const file = (column: Partial<CraftedParquet["column"]>, rest: Partial<CraftedParquet> = {}): Buffer =>
  parquetFile({ rows: 3, ...rest, column: { pages: [three], ...column } });
const dictionary = dictionaryPage({ bytes: longs(7), values: 1 });

/** Each text begins with all of the one before it. */
const growing = (count: number, perBlock = 128): Buffer => {
  // Lengths as differences: the first value, then blocks of one part whose every difference is the same and takes no bits.
  const lengths = (first: number, step: number): number[] => [
    0x80,
    0x01,
    0x01,
    0x00,
    first,
    ...Array.from({ length: Math.ceil(count / perBlock) }, () => [step * 2, 0]).flat(),
  ];
  return Buffer.concat([Buffer.from([...lengths(0, 1), ...lengths(2, 0)]), Buffer.alloc(count, "x")]);
};

/** A header that goes on inwards. */
const deep = Buffer.concat([Buffer.alloc(1_000_000, 0x1c), Buffer.alloc(1)]);

const lies: readonly (readonly [string, () => Buffer, RegExp])[] = [
  [
    "a page of more values than its row group",
    () => file({ pages: [dataPage({ bytes: classes, values: most })] }),
    /claim 2147483647 values of "class_uid", which has 3/,
  ],
  [
    "a page of fewer than no values",
    () => file({ pages: [dataPage({ bytes: classes, values: -1 })] }),
    /claims -1 as its number of values/,
  ],
  [
    "two thousand million rows, in the footer and in the page",
    () => file({ pages: [dataPage({ bytes: run(most, 0), values: most })], repetition: "optional" }, { rows: most }),
    /row group of 2147483647 values/,
  ],
  ["more rows than its pages hold", () => file({}, { rows: 100_000_000 }), /has 3 values of 100000000 rows/],
  [
    "a page that unpacks to gigabytes",
    () => file({ pages: [dataPage({ bytes: classes, values: 3, unpacked: most })], codec: "snappy" }),
    /claims to hold 2147483647/,
  ],
  [
    "a page that unpacks to more than it says",
    () => file({ pages: [dataPage({ bytes: zstdCompressSync(Buffer.alloc(300_000_000)), values: 3, unpacked: 24 })], codec: "zstd" }),
    /larger than 24 bytes/,
  ],
  [
    "a page that is longer than its column",
    () => file({ pages: [dataPage({ bytes: classes, values: 3, packed: most })] }),
    /claims 2147483647 bytes/,
  ],
  [
    "a dictionary of more entries than bytes",
    () => file({ pages: [dictionaryPage({ bytes: longs(7), values: 10_000_000 }), three] }),
    /dictionary of 8 bytes claims 10000000 entries/,
  ],
  [
    "levels that go on for two thousand million values",
    () => file({ pages: [dataPage({ bytes: Buffer.concat([run(most, 1), classes]), values: 3 })], repetition: "optional" }),
    /run claims 2147483647 values/,
  ],
  [
    "indices of no bits that never end",
    () => file({ pages: [dictionary, dataPageV2({ bytes: Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0x0f]), values: 3, encoding: 8 })] }),
    /run claims -8 values/,
  ],
  [
    "indices that go on for two thousand million values",
    () =>
      file({ pages: [dictionary, dataPage({ bytes: Buffer.concat([Buffer.from([1]), run(most, 0, 1, false)]), values: 3, encoding: 8 })] }),
    /run claims 2147483647 values/,
  ],
  [
    "lists of more values than its column",
    () =>
      file({
        pages: [dataPage({ bytes: Buffer.concat([run(15_000_000, 1), run(15_000_000, 1)]), values: 15_000_000 })],
        repetition: "repeated",
      }),
    /claim 15000000 values of "class_uid", which has 3/,
  ],
  [
    "texts that each begin with all the ones before",
    () => {
      const count = 100_000;
      return file({ pages: [dataPage({ bytes: growing(count), values: count, encoding: 7 })], type: "bytes" }, { rows: count });
    },
    /come to more than 268435456 bytes/,
  ],
  [
    "a packed part of a length below nothing",
    () => {
      const bytes = Buffer.from([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xf8, ...Buffer.alloc(16)]);
      return file({ pages: [dataPage({ bytes, values: 3, unpacked: 24 })], codec: "lz4" });
    },
    /lz4 offset out of range/,
  ],
  [
    "a number of a million digits",
    () => file({ pages: [dataPage({ bytes: texts(Buffer.alloc(400_000, 1)), values: 1 })], type: "bytes", isDecimal: true }, { rows: 1 }),
    /decimal number of 400000 bytes/,
  ],
  [
    "a thousand row groups of the same bytes",
    () => file({ pages: [dataPage({ bytes: Buffer.alloc(8000), values: 1000 })] }, { rows: 1000, groups: 1000 }),
    /columns claim \d+ bytes of a file of/,
  ],
  [
    "a schema of more parts than there are",
    () => file({}, { schema: Array.from({ length: 20 }, () => group("g", most)) }),
    /schema is damaged/,
  ],
  ["a list of two thousand million columns", () => withFooter(three, struct([[2, list([i32(0)], most)]]).bytes), /list in its headers/],
  ["headers nested a million deep", () => withFooter(three, deep), /nested too deep/],
];

describe("a Parquet file that claims what it does not hold", () => {
  it("is read where it keeps to its claims", async () => {
    using temp = tempFolder();
    const plain = file({ pages: [dataPage({ bytes: Buffer.concat([run(3, 1), classes]), values: 3 })], repetition: "optional" });
    const indexed = file({
      pages: [dictionary, dataPage({ bytes: Buffer.concat([Buffer.from([1]), run(3, 0, 1, false)]), values: 3, encoding: 8 })],
    });
    for (const bytes of [file({}), plain, indexed]) {
      const outcome = importHere(temp.path, [temp.file("a.parquet", bytes)]);
      await expect(outcome).rejects.toThrow(/a\.parquet.*(?:no OCSF event|3 rejected|OCSF [123])/s);
    }
  });

  it.each(lies)("is refused: %s", async (_what, craft, reason) => {
    using temp = tempFolder();
    const path = temp.file("lies.parquet", craft());
    const before = process.resourceUsage().maxRSS;
    const error: unknown = await importHere(temp.path, [path]).catch((problem: unknown) => problem);
    expect(error).toMatchObject({ code: "evidence-unreadable", detail: { file: "lies.parquet" } });
    expect(error).toMatchObject({ message: expect.stringMatching(reason) as string });
    // In kilobytes; what the test itself crafts is below it.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(700_000);
  });
});
