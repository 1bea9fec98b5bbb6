/** Arrow bitmap (least significant bit first) of one byte per row. */
export function packBits(flags: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(length / 8));
  for (let i = 0; i < length; i++) if (flags[i] === 1) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
  return out;
}

/** Arrow leaves the validity bitmap empty when nothing is NULL. */
export const validity = (flags: Uint8Array, length: number, nulls: number): Uint8Array =>
  nulls === 0 ? new Uint8Array(0) : packBits(flags, length);

export const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
