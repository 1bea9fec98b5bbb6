import { invariant } from "../../../shared/lib/invariant.ts";

/**
 * The one form of tar that bundles have: POSIX ustar, plain files, fixed owner, mode and time, names of at most 100 ASCII bytes, two zero blocks
 * at the end and nothing after them. The same files give the same bytes, and a reader can say of every byte whether it is the one that belongs there.
 */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const block = 512;
const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9._-]*(?:\/[a-zA-Z0-9][a-zA-Z0-9._-]*)*$/;
const isName = (name: string): boolean => name.length <= 100 && nameForm.test(name);

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;

function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const put = (at: number, text: string): number => bytes.write(text, at, "latin1");
  put(0, name);
  put(100, octal(0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(0, 11));
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return bytes;
}

const paddingOf = (size: number): number => (block - (size % block)) % block;

/** In the order given. */
export function packTar(files: readonly TarFile[]): Uint8Array {
  const parts = files.flatMap(({ name, bytes }) => {
    invariant(isName(name), `${name} is a name for a bundle`);
    return [header(name, bytes.length), bytes, Buffer.alloc(paddingOf(bytes.length))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

export interface Unpacked {
  readonly files: readonly TarFile[];
  /** What is not as it was packed: where, and the byte it begins at. */
  readonly problem: { readonly at: number; readonly place: string } | undefined;
}

const firstDifference = (a: Uint8Array, b: Uint8Array): number => {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? Math.min(a.length, b.length) : at;
};

/** The files of an archive that `packTar` made, up to the first byte that it would not have written outside their content. */
export function unpackTar(archive: Uint8Array): Unpacked {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const files: TarFile[] = [];
  const stop = (at: number, place: string): Unpacked => ({ files, problem: { at, place } });
  let at = 0;
  let last = "the beginning";
  for (;;) {
    const head = bytes.subarray(at, at + block);
    if (head.length < block) return stop(bytes.length, `the end, after ${last}: the archive was cut off`);
    if (head.every((byte) => byte === 0)) break;
    const name = head.toString("latin1", 0, 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(head.toString("latin1", 124, 135), 8);
    if (!isName(name) || !Number.isSafeInteger(size)) return stop(at, `the header after ${last}`);
    const expected = header(name, size);
    if (!expected.equals(head)) return stop(at + firstDifference(head, expected), `the header of ${name}`);
    const from = at + block;
    const end = from + size + paddingOf(size);
    if (end > bytes.length) return stop(bytes.length, `${name}: the archive was cut off`);
    files.push({ name, bytes: bytes.subarray(from, from + size) });
    const stray = bytes.subarray(from + size, end).findIndex((byte) => byte !== 0);
    if (stray >= 0) return stop(from + size + stray, `the padding after ${name}`);
    last = name;
    at = end;
  }
  const rest = bytes.subarray(at);
  const stray = rest.findIndex((byte) => byte !== 0);
  if (stray >= 0 || rest.length !== 2 * block) return stop(at + Math.max(0, stray), "what follows the last file");
  return { files, problem: undefined };
}
