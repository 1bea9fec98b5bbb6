import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError, CancelledError } from "../../../../shared/contract/errors.ts";
import { readFileBytes } from "../../telemetry/readers/byte-streams.ts";
import type { InputPath } from "../../telemetry/readers/input-path.ts";

const maxFiles = 100_000;

interface Placed extends InputPath {
  readonly bytes: number;
}

export interface ReadHooks {
  readonly signal?: AbortSignal | undefined;
  /** Told the bytes read since it was last told. */
  readonly read?: ((bytes: number) => void) | undefined;
}

export async function hashFile(path: string, name: string, { signal, read }: ReadHooks): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of readFileBytes(path, name)) {
    if (signal?.aborted === true) throw new CancelledError();
    hash.update(chunk);
    read?.(chunk.length);
  }
  return hash.digest("hex");
}

/** Files below the places an analyst named. Links are not followed. Throws AppError `not-found`, or `limit-exceeded` for too many. */
function filesBelow(places: readonly InputPath[]): Placed[] {
  const files: Placed[] = [];
  const visit = ({ path, displayName }: InputPath): void => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new AppError("not-found", `${displayName} does not exist`, { file: displayName });
    if (stat.isFile()) files.push({ path, displayName, bytes: stat.size });
    if (files.length > maxFiles)
      throw new AppError("limit-exceeded", `There are more than ${maxFiles} files below ${displayName}; name the folder closer.`, {
        file: displayName,
      });
    if (!stat.isDirectory()) return;
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isFile() || entry.isDirectory()) visit({ path: join(path, entry.name), displayName: `${displayName}/${entry.name}` });
  };
  for (const place of places) visit(place);
  return files;
}

export interface SoughtFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** `found` is the digest of the file of that name, where there is one of other bytes. */
export type FoundFile =
  | { readonly state: "same"; readonly as: string }
  | { readonly state: "other"; readonly as: string; readonly found: string }
  | { readonly state: "none" };

/** Source files as they lie where an analyst says that they do. */
export class SourcePlaces {
  readonly files: readonly Placed[];
  readonly #digests = new Map<string, string>();

  constructor(places: readonly InputPath[]) {
    this.files = filesBelow(places);
  }

  /** By the bytes first, whatever the file is called now; one of that name with other bytes is that file, changed. */
  async find({ name, sha256, bytes }: SoughtFile, hooks: ReadHooks): Promise<FoundFile> {
    const called = basename(name);
    const likely = this.files.filter((file) => file.bytes === bytes || basename(file.displayName) === called);
    const byName = likely.toSorted((a, b) => closeness(b, name) - closeness(a, name));
    let other: FoundFile = { state: "none" };
    for (const file of byName) {
      const digest = this.#digests.get(file.path) ?? (await hashFile(file.path, file.displayName, hooks));
      this.#digests.set(file.path, digest);
      if (digest === sha256) return { state: "same", as: file.displayName };
      if (other.state === "none" && basename(file.displayName) === called) other = { state: "other", as: file.displayName, found: digest };
    }
    return other;
  }
}

/** How many of the last parts of the two names are the same. */
function closeness({ displayName }: InputPath, name: string): number {
  const [here, there] = [displayName.split("/").toReversed(), name.split("/").toReversed()];
  const differs = here.findIndex((part, i) => part !== there[i]);
  return differs < 0 ? here.length : differs;
}
