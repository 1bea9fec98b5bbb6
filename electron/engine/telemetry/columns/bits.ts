/** Arrow bitmap (least significant bit first) of one byte per row. */
export function packBits(flags: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let i = 0; i < length; i++) if (flags[i] === 1) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
  return out;
}
