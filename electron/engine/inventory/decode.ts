import { gunzipSync } from "node:zlib";
import { AppError } from "../../../shared/contract/errors.ts";

export interface Decoded {
  readonly text: string;
  readonly notes: readonly string[];
}

const maxBytes = 256 * 1024 * 1024;

function inflate(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new AppError(
      "unsupported-format",
      `${name} is not a complete gzip file, or unpacks to more than 256 MiB.`,
      { file: name },
      { cause: error },
    );
  }
}

/** Windows tools write UTF-16 with a mark, some without: then every other byte of the first characters is zero. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 64);
  if (head.length < 16) return undefined;
  const zeros = [0, 1].map((odd) => head.filter((byte, i) => i % 2 === odd && byte === 0).length);
  if (zeros[0] === 0 && zeros[1] === Math.floor(head.length / 2)) return "utf-16le";
  return zeros[1] === 0 && zeros[0] === Math.ceil(head.length / 2) ? "utf-16be" : undefined;
}

function toText(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), notes: [`read as ${wide.toUpperCase()}`] };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), notes: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: new TextDecoder("windows-1252").decode(bytes), notes: ["not UTF-8; read as Windows-1252"] };
  }
}

/** The text of an export: UTF-8, UTF-16 or Windows-1252, also gzipped. Throws AppError `limit-exceeded`, `unsupported-format` or `bad-input`. */
export function decode(bytes: Uint8Array, name: string): Decoded {
  if (bytes.length > maxBytes) throw new AppError("limit-exceeded", `${name} is larger than 256 MiB.`, { file: name });
  const decoded = toText(bytes[0] === 0x1f && bytes[1] === 0x8b ? inflate(bytes, name) : bytes);
  if (decoded.text.includes("\0")) throw new AppError("unsupported-format", `${name} is a binary file, not a table.`, { file: name });
  if (decoded.text.trim() === "") throw new AppError("bad-input", `${name} is empty.`, { file: name });
  return decoded;
}
