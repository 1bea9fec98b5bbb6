/**
 * Leaves out of a WebAssembly module's exports those whose names begin with one of these texts; its code stays as it is. DuckDB-WASM 1.32 exports all
 * of its 75,000 symbols, so that libraries loaded later could link with them. We load none, and Emscripten's JavaScript takes most of a start to go
 * through them.
 */
export function stripExports(module: Uint8Array, dropped: readonly string[]): Uint8Array {
  const prefixes = dropped.map((prefix) => Buffer.from(prefix));
  const parts: Uint8Array[] = [module.subarray(0, headerBytes)];
  for (let at = headerBytes; at < module.length;) {
    const [size, body] = readUnsigned(module, at + 1);
    const end = body + size;
    parts.push(...(module[at] === exportSection ? keptSection(module.subarray(body, end), prefixes) : [module.subarray(at, end)]));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Magic number and version, each of four bytes. */
const headerBytes = 8;
const exportSection = 7;

function keptSection(body: Uint8Array, prefixes: readonly Uint8Array[]): Uint8Array[] {
  const [count, first] = readUnsigned(body, 0);
  const kept: Uint8Array[] = [];
  let at = first;
  for (let i = 0; i < count; i += 1) {
    const [length, name] = readUnsigned(body, at);
    const [, end] = readUnsigned(body, name + length + 1);
    if (!prefixes.some((prefix) => prefix.every((byte, n) => body[name + n] === byte))) kept.push(body.subarray(at, end));
    at = end;
  }
  const content = Buffer.concat([writeUnsigned(kept.length), ...kept]);
  return [Uint8Array.of(exportSection), writeUnsigned(content.length), content];
}

/** An integer in LEB128, as WebAssembly writes them, and where it ends. */
function readUnsigned(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = from, scale = 1; ; at += 1, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, at + 1];
  }
}

function writeUnsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
