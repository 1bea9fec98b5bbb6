import { AppError } from "../../../../shared/contract/errors.ts";
import type { Bytes } from "./limits.ts";

/** A file inside an archive. Its bytes must be read, or given up, before the next member is asked for. */
export interface Member {
  readonly name: string;
  readonly bytes: Bytes;
  readonly packedBytes: () => number;
}

/** Reported and not read: a name that leads out of the archive is an attack or an accident, and either way not to be trusted. */
export function refusedMember(name: string): Member {
  const error = new AppError("evidence-unreadable", `${name} has a path that leads out of its archive and was not read`, { file: name });
  const bytes: Bytes = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
  return { name, bytes, packedBytes: () => 0 };
}

export const leadsOut = (path: string): boolean => path.split(/[/\\]/).includes("..");

/** Resource forks, Finder settings and folders carry no telemetry. */
export function isClutter(path: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return path.endsWith("/") || path.split("/").includes("__MACOSX") || base.startsWith("._") || base === ".DS_Store" || base === "";
}
