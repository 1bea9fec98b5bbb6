import type { Bytes } from "./limits.ts";

export type TextEncoding = "utf-8" | "utf-8 with BOM" | "utf-16le" | "utf-16be";

/** Encoding by byte order mark; without one the text is taken as UTF-8. */
export function encodingOf(head: Buffer): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? "utf-8 with BOM" : "utf-8";
}

/** The same text as UTF-8 without byte order mark. */
export async function* toUtf8(source: Bytes, encoding: TextEncoding): AsyncGenerator<Buffer, void, undefined> {
  if (encoding === "utf-8") {
    yield* source;
    return;
  }
  if (encoding === "utf-8 with BOM") {
    yield* dropFirst(source, 3);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }), "utf8");
  yield Buffer.from(decoder.decode(), "utf8");
}

/** The stream without its first bytes. */
export async function* dropFirst(source: Bytes, bytes: number): AsyncGenerator<Buffer, void, undefined> {
  let left = bytes;
  for await (const chunk of source) {
    const cut = Math.min(left, chunk.length);
    left -= cut;
    if (cut < chunk.length) yield chunk.subarray(cut);
  }
}
