import { readFileSync, writeFileSync } from "node:fs";

/** Changes the byte in the middle of a file, looks, and changes it back. */
export async function flipped<T>(path: string, look: () => Promise<T>): Promise<T> {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  try {
    writeFileSync(path, bytes.with(at, (bytes[at] ?? 0) ^ 1));
    return await look();
  } finally {
    writeFileSync(path, bytes);
  }
}
