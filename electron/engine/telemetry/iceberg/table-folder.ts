import { type Stats, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { AppError } from "../../../../shared/contract/errors.ts";
import { toReadError } from "../readers/byte-streams.ts";
import { tableError, tooLarge, unreadable } from "./refuse.ts";

export interface TableFile {
  readonly path: string;
  /** Below the table's name, for people and manifests. */
  readonly name: string;
  readonly bytes: number;
}

const scheme = /^([a-z][a-z0-9+.-]*):\/{0,2}/i;
const sameScheme: Readonly<Record<string, string>> = { s3a: "s3", s3n: "s3", abfss: "abfs", wasbs: "wasb", file: "" };

/** A location without the differences that mean nothing: `s3a` for `s3`, `file:` for none, slashes at the end. */
export function normalLocation(location: string): string {
  const found = scheme.exec(location);
  const bare = location.slice(found?.[0].length ?? 0).replace(/\/+$/, "");
  const name = (found?.[1] ?? "file").toLowerCase();
  const known = Object.hasOwn(sameScheme, name) ? (sameScheme[name] ?? "") : name;
  return known === "" ? `/${bare.replace(/^\/+/, "")}` : `${known}://${bare}`;
}

/** The folder of one table. Nothing outside it is ever read: neither by `..`, nor by a link, nor by an absolute location. */
export class TableFolder {
  readonly table: string;
  readonly #root: string;
  readonly #locations: readonly string[];

  /** `location` is where the table's metadata says it lies; the folder may have been copied from there. */
  constructor(root: string, table: string, location?: string) {
    this.table = table;
    this.#root = realpathSync(root);
    this.#locations = [this.#root, ...(location === undefined ? [] : [location])].map(normalLocation);
  }

  at(location: string): TableFolder {
    return new TableFolder(this.#root, this.table, location);
  }

  /** The local file of a location that the table names. Throws `forbidden` when it is not below the table's folder. */
  resolve(location: string): TableFile {
    const wanted = normalLocation(location);
    const base = this.#locations.find((prefix) => wanted.startsWith(`${prefix}/`));
    if (base === undefined) throw this.#outside(location);
    return this.file(wanted.slice(base.length + 1));
  }

  file(relative: string): TableFile {
    const parts = relative.split("/").filter((part) => part !== "");
    if (parts.length === 0 || parts.some((part) => part === "." || part === ".." || /[\\\0]/.test(part))) throw this.#outside(relative);
    const name = `${this.table}/${parts.join("/")}`;
    const path = join(this.#root, ...parts);
    const stat = this.#look(path, name);
    if (!stat.isFile()) throw unreadable(this.table, `names ${parts.join("/")}, which is not a file`, name);
    return { path, name, bytes: stat.size };
  }

  read(file: TableFile, maxBytes: number): Buffer {
    if (file.bytes > maxBytes)
      throw tooLarge(this.table, `has ${file.name} of ${file.bytes} bytes; ${maxBytes} are read at most`, file.name);
    try {
      return readFileSync(file.path);
    } catch (error) {
      throw toReadError(error, file.name);
    }
  }

  #look(path: string, name: string): Stats {
    let real: string;
    try {
      real = realpathSync(path);
    } catch (error) {
      throw toReadError(error, name);
    }
    if (!real.startsWith(this.#root.endsWith(sep) ? this.#root : `${this.#root}${sep}`)) throw this.#outside(name);
    return statSync(real);
  }

  #outside(location: string): AppError {
    return tableError("forbidden", this.table, `names ${location.slice(0, 300)}, which lies outside its folder; it was not read`);
  }
}
