import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { isIcebergTable } from "../iceberg/find-metadata.ts";
import { distinctNames } from "./distinct-names.ts";
import type { InputPath } from "./input-path.ts";
import { isClutter } from "./member.ts";
import { toReadError } from "./byte-streams.ts";

export interface PhysicalFile extends InputPath {
  readonly bytes: number;
  readonly error?: AppError;
}

const failed = (input: InputPath, error: AppError): PhysicalFile => ({ ...input, bytes: 0, error });

/** The files behind the given paths in a stable order: arguments as given, folders by code unit of their names. Links inside folders are not followed. No two have the same name; folders below `privateFolder` do not appear in names. */
export function listFiles(inputs: readonly InputPath[], privateFolder: string | undefined): PhysicalFile[] {
  return distinctNames(distinctNames(inputs, privateFolder).flatMap(listPath), privateFolder);
}

function listPath(input: InputPath): PhysicalFile[] {
  try {
    const stat = statSync(input.path);
    if (stat.isDirectory()) return listFolder(input);
    if (stat.isFile()) return [{ ...input, bytes: stat.size }];
    return [
      failed(
        input,
        new AppError("evidence-unreadable", `${input.displayName} is neither a file nor a folder`, { file: input.displayName }),
      ),
    ];
  } catch (error) {
    const expected = toReadError(error, input.displayName);
    if (expected instanceof AppError) return [failed(input, expected)];
    throw error;
  }
}

/** A table's files tell its state only together: read one by one they would bring back what was deleted. */
const tableAmongFiles = (name: string): AppError =>
  new AppError("unsupported-format", `${name} is an Iceberg table; import it by itself, which reads one state of it`, { file: name });

function listFolder(folder: InputPath): PhysicalFile[] {
  if (isIcebergTable(folder.path)) return [failed(folder, tableAmongFiles(folder.displayName))];
  const entries = readdirSync(folder.path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return entries.flatMap((entry) => {
    if (isClutter(entry.name) || entry.name === "__MACOSX") return [];
    const child = { path: join(folder.path, entry.name), displayName: `${folder.displayName}/${entry.name}` };
    if (entry.isDirectory() || entry.isFile()) return listPath(child);
    return [
      failed(
        child,
        new AppError("evidence-unreadable", `${child.displayName} is a link or device and was not followed`, { file: child.displayName }),
      ),
    ];
  });
}
