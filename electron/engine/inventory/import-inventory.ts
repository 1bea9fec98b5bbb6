import { readFileSync } from "node:fs";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Inventory, InventoryPreview } from "../../../shared/contract/inventories.ts";
import type { RejectSample } from "../../../shared/contract/telemetry.ts";
import { contentId } from "../hash.ts";
import { nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { asOfOf, sourceOf } from "./as-of.ts";
import type { Kind } from "./columns.ts";
import { findInventory, getInventory, listInventories } from "./find-inventory.ts";
import { leaseReading } from "./lease-events.ts";
import { parseInventory, parserVersion } from "./parse-inventory.ts";
import { storeVersion } from "./store-inventory.ts";
import type { Version } from "./version.ts";

export interface ImportOptions {
  /** Versions are counted per source. Default: the file's name without its date. */
  readonly source?: string | undefined;
  /** When the export was true, microseconds UTC. */
  readonly asOf?: number | undefined;
  readonly zone?: string | undefined;
  readonly clock?: string | undefined;
  readonly leaseSeconds?: number | undefined;
}

interface ImportedInventory {
  readonly inventory: Inventory;
  /** The first rejected rows, by line. */
  readonly rejects: readonly RejectSample[];
  /** True when this very version was kept before. */
  readonly duplicate: boolean;
}

const maxSamples = 100;

function readBytes(path: string, displayName: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new AppError("io", `${displayName} cannot be read.`, { file: displayName }, { cause: error });
  }
}

/** Reads a file into a version without keeping it. Its id says what it holds, as of when, and how it was read. */
export function readVersion(kind: Kind | "auto", path: string, displayName: string, options: ImportOptions = {}): Version {
  const reading = leaseReading(options);
  const parsed = parseInventory(readBytes(path, displayName), displayName, kind, reading);
  if (parsed.records.length === 0)
    throw new AppError(
      "bad-input",
      `No row of ${displayName} could be read as ${parsed.kind}: ${parsed.rejects[0]?.reason ?? "it has no rows"}.`,
      { file: displayName, ...(parsed.rejects[0] === undefined ? {} : { line: parsed.rejects[0].line }) },
    );
  const source = options.source ?? sourceOf(displayName);
  const importedAt = nowUs();
  const asOf = asOfOf({ declared: options.asOf, name: displayName, newestChange: parsed.newestChange, importedAt });
  const id = contentId({
    kind: parsed.kind,
    asOf: asOf.basis === "import" ? null : asOf.us,
    parser: parserVersion,
    clock: reading.clock.text,
    leaseUs: reading.leaseUs ?? null,
    zone: reading.zone,
    rejected: parsed.rejected,
    rows: parsed.records.map((record) => Object.fromEntries(record.fields)),
  });
  return { id, file: displayName, source, asOf, reading, parsed, importedAt };
}

/** Keeps a version, unless it is kept already: importing the same again changes nothing. */
export function keepVersion(db: Database, version: Version): ImportedInventory {
  const rejects = version.parsed.rejects.slice(0, maxSamples);
  const known = findInventory(db, version.id);
  if (known !== undefined) return { inventory: known, rejects, duplicate: true };
  inTransaction(db, () => storeVersion(db, version));
  return { inventory: getInventory(db, version.id), rejects, duplicate: false };
}

/**
 * Imports an inventory as a version of its source: it takes over from the version before it at its own as-of time. Lease logs add to each other
 * instead. Throws AppError naming the file; nothing is kept then.
 */
export const importInventory = (
  db: Database,
  kind: Kind | "auto",
  path: string,
  displayName: string,
  options: ImportOptions = {},
): ImportedInventory => keepVersion(db, readVersion(kind, path, displayName, options));

/** What an import would make of a file. A refusal is part of the answer. */
export function previewInventory(
  db: Database,
  kind: Kind | "auto",
  path: string,
  displayName: string,
  options: ImportOptions = {},
): InventoryPreview {
  try {
    return toPreview(db, readVersion(kind, path, displayName, options));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { file: displayName, error: error.message, facts: null, duplicate: false, follows: null, rejects: [] };
  }
}

function toPreview(db: Database, version: Version): InventoryPreview {
  const { parsed, source, asOf, file, reading } = version;
  const before = listInventories(db).find(
    (one) => one.kind === parsed.kind && one.source === source && one.state !== "retired" && one.asOf <= asOf.us && one.id !== version.id,
  );
  return {
    file,
    facts: {
      ...parsed.details,
      kind: parsed.kind,
      file,
      source,
      asOf: asOf.us,
      asOfBasis: asOf.basis,
      zone: reading.zone,
      rows: parsed.records.length,
      rejected: parsed.rejected,
    },
    duplicate: findInventory(db, version.id) !== undefined,
    follows: before === undefined ? null : { id: before.id, asOf: before.asOf },
    rejects: parsed.rejects.slice(0, maxSamples),
  };
}
