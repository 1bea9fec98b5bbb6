import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { toReadError } from "../readers/byte-streams.ts";

const metadataFolder = "metadata";
/** `v3.metadata.json`, `00003-uuid.metadata.json`, with `.gz` on either side of `.metadata.json`. */
const metadataName = /^(?:v(\d{1,15})|(\d{1,15})-[^/]+?)(\.gz)?\.metadata\.json(\.gz)?$/;
const hintName = "version-hint.text";
const maxHintBytes = 256;

const versionOf = (name: string): number | undefined => {
  const found = metadataName.exec(name);
  const digits = found?.[1] ?? found?.[2];
  return digits === undefined ? undefined : Number(digits);
};

export const isMetadataName = (name: string): boolean => versionOf(name) !== undefined;

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const read = toReadError(error, folder);
    if (read instanceof AppError) return [];
    throw read;
  }
}

const metadataIn = (root: string): string[] =>
  entriesOf(join(root, metadataFolder))
    .filter((entry) => entry.isFile() && isMetadataName(entry.name))
    .map((entry) => entry.name);

/** Whether a path is a table's folder, or one of its metadata files. */
export function isIcebergTable(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return isMetadataName(basename(path)) && basename(dirname(path)) === metadataFolder;
  return stat?.isDirectory() === true && metadataIn(path).length > 0;
}

export interface FoundMetadata {
  readonly root: string;
  /** Below the root. */
  readonly file: string;
}

/**
 * The newest metadata of a table's folder, or the given metadata file. A version hint is a floor, as its writers leave it behind
 * newer versions. Two files of the newest version are two states: which one holds only the catalogue knows.
 */
export function findMetadata(path: string, table: string): FoundMetadata {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) {
    if (basename(dirname(path)) !== metadataFolder || !isMetadataName(basename(path)))
      throw new AppError("unsupported-format", `${table} is no metadata file of an Iceberg table (metadata/v1.metadata.json)`, {
        file: table,
      });
    return { root: dirname(dirname(path)), file: `${metadataFolder}/${basename(path)}` };
  }
  const names = metadataIn(path);
  if (names.length === 0)
    throw new AppError("unsupported-format", `${table} is no Iceberg table: it has no metadata/*.metadata.json`, { file: table });
  const newest = names.reduce((max, name) => Math.max(max, versionOf(name) ?? 0), hintedVersion(path) ?? 0);
  const [file, ...others] = names.filter((name) => versionOf(name) === newest).sort();
  if (file === undefined)
    throw new AppError(
      "evidence-unreadable",
      `the Iceberg table ${table} lacks the metadata of version ${newest}, which its version hint names`,
      {
        file: table,
      },
    );
  if (others.length > 0)
    throw new AppError(
      "bad-input",
      `the Iceberg table ${table} has ${others.length + 1} metadata files of version ${newest} (${file}, ${others.join(", ")}); import the one that holds`,
      {
        file: table,
        hint: "name the metadata file instead of the folder",
      },
    );
  return { root: path, file: `${metadataFolder}/${file}` };
}

function hintedVersion(root: string): number | undefined {
  const path = join(root, metadataFolder, hintName);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > maxHintBytes) return undefined;
  const text = readFileSync(path, "utf8").trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : versionOf(text);
}
