import type { Bytes } from "./limits.ts";

/** A file inside an archive. Its bytes must be read, or given up, before the next member is asked for. */
export interface Member {
  readonly name: string;
  readonly bytes: Bytes;
  readonly packedBytes: () => number;
}

/** Resource forks, Finder settings and folders carry no telemetry. */
export function isClutter(path: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return path.endsWith("/") || path.split("/").includes("__MACOSX") || base.startsWith("._") || base === ".DS_Store" || base === "";
}
