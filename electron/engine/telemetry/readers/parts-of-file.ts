import { setImmediate } from "node:timers/promises";
import type { AsyncBuffer } from "hyparquet";

/**
 * hyparquet asks for the parts of all columns at once, and when it then finds the schema wrong it throws without waiting for them: a
 * column that fails later would fail where nobody listens, which ends the process. Parts are given a turn of the event loop later, and
 * not at all once the reading has failed.
 */
export async function readParts<T>(file: AsyncBuffer, read: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  let hasFailed = false;
  const never = new Promise<never>(() => undefined);
  const slice = async (start: number, end?: number): Promise<ArrayBuffer> => {
    await setImmediate();
    return hasFailed ? never : file.slice(start, end);
  };
  try {
    return await read({ byteLength: file.byteLength, slice });
  } catch (error) {
    hasFailed = true;
    throw error;
  }
}
