import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { CompressionCodec, Compressors } from "hyparquet";
import { compressors as inScript } from "hyparquet-compressors";
import { ParquetRefusal } from "./limits.ts";

/** More than each can make of a byte: what claims more is not worth making room for. The others stop by themselves at the claimed size. */
const mostPerByte: Partial<Record<CompressionCodec, number>> = { UNCOMPRESSED: 1, SNAPPY: 64, GZIP: 1100, LZ4: 256, LZ4_RAW: 256 };

/** Made by Node where it can, which stops at the size it is told, and unpacks several times faster than a script. */
export const boundedCodecs: Compressors = {
  ...inScript,
  ZSTD: (input, size) => zstdDecompressSync(input, { maxOutputLength: Math.max(size, 1) }),
  BROTLI: (input, size) => brotliDecompressSync(input, { maxOutputLength: Math.max(size, 1) }),
  GZIP: (input, size) =>
    input[0] === 0x1f && input[1] === 0x8b ? gunzipSync(input, { maxOutputLength: Math.max(size, 1) }) : unpackWith("GZIP", input, size),
  LZ4: (input, size) => unpackWith(isFramed(input) ? "LZ4" : "LZ4_RAW", input, size),
};

function unpackWith(codec: CompressionCodec, input: Uint8Array, size: number): Uint8Array {
  const unpack = inScript[codec];
  if (unpack === undefined) throw new ParquetRefusal(`it is compressed with ${codec}, which is not supported`);
  return unpack(input, size);
}

/** As Hadoop frames it: sizes before each part. hyparquet-compressors 1.1 takes them as signed, and goes back and forth for ever at -8. */
function isFramed(input: Uint8Array): boolean {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let at = 0;
  while (at + 8 <= input.length) at += 8 + view.getUint32(at + 4);
  return at === input.length;
}

/** Throws ParquetRefusal where `packed` bytes cannot come to `unpacked`. */
export function requirePlausible(codec: CompressionCodec, packed: number, unpacked: number): void {
  const most = mostPerByte[codec] ?? Number.POSITIVE_INFINITY;
  if (unpacked > packed * most + 1024) throw new ParquetRefusal(`a page of ${packed} bytes claims to hold ${unpacked}`);
}

/** Exactly `size` bytes. Throws ParquetRefusal. */
export function unpackPage(codec: CompressionCodec, bytes: Uint8Array, size: number): Uint8Array {
  if (codec === "UNCOMPRESSED") return bytes;
  const unpack = boundedCodecs[codec];
  if (unpack === undefined) throw new ParquetRefusal(`it is compressed with ${codec}, which is not supported`);
  const page = unpack(bytes, size);
  if (page.length !== size) throw new ParquetRefusal(`a page of ${size} bytes unpacks to ${page.length}`);
  return page;
}
