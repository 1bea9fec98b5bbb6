import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { type MappingFile, MappingName, type SavedMapping } from "../../../../shared/contract/mappings.ts";
import { contentId } from "../../hash.ts";
import { syncFolder } from "../../sync-folder.ts";
import { writeDurably } from "../columns/encode-segment.ts";
import { parseCsvMapping } from "../csv/csv-mapping.ts";

const versionFile = /^([1-9]\d{0,5})\.json$/;

function versionsOf(root: string, name: string): number[] {
  const folder = join(root, name);
  if (!existsSync(folder)) return [];
  const numbers = readdirSync(folder).map((file) => Number(versionFile.exec(file)?.[1] ?? 0));
  return numbers.filter((n) => n > 0).toSorted((a, b) => b - a);
}

interface Stored {
  readonly saved: SavedMapping;
  readonly mapping: MappingFile;
  readonly text: string;
}

function load(root: string, name: string, version: number): Stored {
  const path = join(root, name, `${version}.json`);
  const text = readFileSync(path, "utf8");
  const mapping = parseCsvMapping(text);
  const saved: SavedMapping = {
    id: contentId(mapping),
    name,
    version,
    class: mapping.class,
    columns: Object.keys(mapping.columns).length,
    file: `mappings/${name}/${version}.json`,
    savedAt: Math.floor(statSync(path).mtimeMs) * 1000,
  };
  return { saved, mapping, text };
}

/** Names in order, the newest version of each first. A file that is no mapping (any more) is left out and told to `damaged`. */
export function listMappings(root: string, damaged: (file: string, why: string) => void): SavedMapping[] {
  if (!existsSync(root)) return [];
  const names = readdirSync(root).filter((name) => MappingName.safeParse(name).success);
  return names.toSorted().flatMap((name) =>
    versionsOf(root, name).flatMap((version) => {
      try {
        return [load(root, name, version).saved];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        damaged(`mappings/${name}/${version}.json`, error.message);
        return [];
      }
    }),
  );
}

/** Throws `not-found` when there is no such mapping, `bad-input` when its file was made unreadable. */
export function readMapping(root: string, name: string, version: number | undefined): Stored {
  const versions = versionsOf(root, name);
  const wanted = version ?? versions[0];
  if (wanted === undefined || !versions.includes(wanted))
    throw new AppError("not-found", `there is no mapping ${name}${version === undefined ? "" : ` version ${version}`}`, {
      hint: "quarry mappings lists them",
    });
  return load(root, name, wanted);
}

/** Keeps a mapping as the next version of its name; a mapping that says the same as the newest version is that version. */
export function saveMapping(root: string, name: string, text: string): SavedMapping {
  const mapping = parseCsvMapping(text);
  const [newest] = versionsOf(root, name);
  if (newest !== undefined) {
    const { saved } = load(root, name, newest);
    if (saved.id === contentId(mapping)) return saved;
  }
  const version = (newest ?? 0) + 1;
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeDurably(join(folder, `${version}.json`), Buffer.from(`${JSON.stringify(mapping, undefined, 2)}\n`));
  syncFolder(folder);
  return load(root, name, version).saved;
}
