import { ParquetRefusal } from "./limits.ts";
import { ThriftCursor } from "./thrift.ts";

const cursorOf = (bytes: Uint8Array, at: number): ThriftCursor => new ThriftCursor(bytes, at, { values: 0, keeps: false });

/** Writers fill the last packed run up: by the format to 8 values, DuckDB to 256. */
const padding = 1024;

/**
 * Walks runs of a hybrid of run lengths and packed bits as far as `count` values, and gives how many of them are `wanted`. A run of a
 * few bytes can claim 2^31 values, and the reader would write them all. Throws ParquetRefusal; RangeError where the bytes end.
 */
export function checkRuns(bytes: Uint8Array, from: number, run: { readonly width: number; readonly count: number }, wanted = -1): number {
  const { width, count } = run;
  if (width > 32) throw new ParquetRefusal(`a page packs its values in ${width} bits`);
  const cursor = cursorOf(bytes, from);
  let seen = 0;
  let found = 0;
  while (seen < count) {
    const header = cursor.varint();
    if ((header & 1) === 0) {
      const length = header >>> 1;
      if (length > count - seen) throw new ParquetRefusal(`a run claims ${length} values of ${count - seen} that are left of its page`);
      if (plainInt(bytes, cursor.at, (width + 7) >> 3) === wanted) found += length;
      cursor.at += (width + 7) >> 3;
      seen += length;
    } else {
      const length = (header >> 1) << 3;
      if (length < 0 || length > count - seen + padding)
        throw new ParquetRefusal(`a run claims ${length} values of ${count - seen} that are left of its page`);
      const size = Math.max((length * width) / 8, cursor.at < bytes.length ? 1 : 0);
      if (cursor.at + size > bytes.length) throw new ParquetRefusal("a run is longer than its page");
      if (wanted >= 0) found += countPacked(bytes, cursor.at, { width, count: Math.min(length, count - seen) }, wanted);
      cursor.at += size;
      seen += length;
    }
  }
  return found;
}

function plainInt(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw new ParquetRefusal("a run is longer than its page");
  let value = 0;
  for (let i = 0; i < size; i++) value |= (bytes[at + i] ?? 0) << (8 * i);
  return value;
}

/** Of levels, which are narrow. */
function countPacked(bytes: Uint8Array, at: number, { width, count }: { width: number; count: number }, wanted: number): number {
  const mask = (1 << width) - 1;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const bit = i * width;
    const place = at + (bit >> 3);
    const two = (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8);
    if (((two >> (bit & 7)) & mask) === wanted) found += 1;
  }
  return found;
}

interface DeltaHead {
  readonly perMiniblock: number;
  readonly miniblocks: number;
}

function deltaHead(cursor: ThriftCursor): DeltaHead {
  const [block, miniblocks] = [cursor.varint(), cursor.varint()];
  cursor.varint();
  if (!(block > 0 && block <= 1 << 16 && miniblocks > 0 && miniblocks <= 512 && block % miniblocks === 0))
    throw new ParquetRefusal(`a page has blocks of ${block} values in ${miniblocks} parts`);
  return { perMiniblock: block / miniblocks, miniblocks };
}

/** The sizes of a page's blocks are such that reading goes on. */
export function checkDelta(bytes: Uint8Array, from: number): void {
  deltaHead(cursorOf(bytes, from));
}

/** `count` lengths, at least one, as differences; gives them and where they end. */
function readLengths(bytes: Uint8Array, from: number, count: number): { readonly lengths: Int32Array; readonly end: number } {
  const cursor = cursorOf(bytes, from);
  const { perMiniblock, miniblocks } = deltaHead(cursor);
  const lengths = new Int32Array(count);
  /** Differences of 32-bit numbers need 33 bits. */
  const zigzag = (bits: 32 | 33): number => {
    const start = cursor.at;
    const low = cursor.varint();
    const high = bits === 33 && cursor.at - start === 5 ? ((bytes[start + 4] ?? 0) >>> 4) & 1 : 0;
    return ((low >>> 1) | (high << 31)) ^ -(low & 1);
  };
  let value = zigzag(32);
  let done = 0;
  if (count > 0) lengths[done++] = value;
  while (done < count) {
    const least = zigzag(33);
    const widths = cursor.at;
    let at = widths + miniblocks;
    for (let m = 0; m < miniblocks && done < count; m++) {
      const width = bytes[widths + m] ?? 0;
      if (width > 32) throw new ParquetRefusal(`a page packs its lengths in ${width} bits`);
      const needed = Math.min(perMiniblock, count - done);
      if (at + Math.ceil((needed * width) / 8) > bytes.length) throw new ParquetRefusal("a block is longer than its page");
      for (let i = 0; i < needed; i++) {
        value = (value + least + bitsAt(bytes, at * 8 + i * width, width)) | 0;
        lengths[done++] = value;
      }
      at += (perMiniblock * width) / 8;
    }
    cursor.at = at;
  }
  return { lengths, end: cursor.at };
}

function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0;
  for (let read = 0; read < width;) {
    const place = bit + read;
    const take = Math.min(8 - (place & 7), width - read);
    value |= (((bytes[place >> 3] ?? 0) >>> (place & 7)) & ((1 << take) - 1)) << read;
    read += take;
  }
  return value;
}

/**
 * Texts that begin as the one before: each can claim more than there is, and a thousand that repeat all of the last make a million.
 * Gives how many bytes they come to.
 */
export function checkDeltaTexts(bytes: Uint8Array, from: number, count: number, most: number): number {
  const prefixes = readLengths(bytes, from, count);
  const suffixes = readLengths(bytes, prefixes.end, count);
  let last = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const [prefix, suffix] = [prefixes.lengths[i] ?? 0, suffixes.lengths[i] ?? 0];
    if (prefix < 0 || suffix < 0 || prefix > last) throw new ParquetRefusal("a text begins with more than the one before it has");
    last = prefix + suffix;
    total += last;
    if (total > most) throw new ParquetRefusal(`the texts of a page come to more than ${most} bytes`);
  }
  return total;
}
