/**
 * Leaves out of a WebAssembly module's exports those that `isKept` refuses; its code stays as it is. DuckDB-WASM 1.32 exports all of its 75,000
 * symbols, so that libraries loaded later could link with them. We load none, and Emscripten's JavaScript takes most of a start to go through them.
 */
export function stripExports(module: Uint8Array, isKept: (name: string) => boolean): Uint8Array {
  const parts: Uint8Array[] = [module.subarray(0, headerBytes)];
  for (let at = headerBytes; at < module.length;) {
    const size = readUnsigned(module, at + 1);
    const end = size.next + size.value;
    parts.push(...(module[at] === exportSection ? keptSection(module.subarray(size.next, end), isKept) : [module.subarray(at, end)]));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Magic number and version, each of four bytes. */
const headerBytes = 8;
const exportSection = 7;

function keptSection(body: Uint8Array, isKept: (name: string) => boolean): Uint8Array[] {
  const count = readUnsigned(body, 0);
  const kept: Uint8Array[] = [];
  let at = count.next;
  for (let i = 0; i < count.value; i += 1) {
    const length = readUnsigned(body, at);
    const kind = length.next + length.value;
    const index = readUnsigned(body, kind + 1);
    const name = Buffer.from(body.buffer, body.byteOffset + length.next, length.value).toString("utf8");
    if (isKept(name)) kept.push(body.subarray(at, index.next));
    at = index.next;
  }
  const content = Buffer.concat([writeUnsigned(kept.length), ...kept]);
  return [Uint8Array.of(exportSection), writeUnsigned(content.length), content];
}

/** LEB128, as WebAssembly writes integers. */
function readUnsigned(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = from, scale = 1; ; at += 1, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
}

function writeUnsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
