import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const projectRoot = resolve(import.meta.dirname, "../..");

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Files below these folders whose path matches, by path. */
export function readSources(folders: readonly string[], matches: RegExp): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => matches.test(path) && !path.includes("node_modules/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), "utf8") }));
}

const statement = /(?:^|\n)\s*(?:import|export)\s(?:[^"'`;]*?\sfrom\s+)?"([^"]+)"/g;
const dynamic = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** What a file imports: a path from the project's root for our own files, the name as written for packages. */
export function importsOf({ path, text }: SourceFile): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  const specifiers = [...code.matchAll(statement), ...code.matchAll(dynamic)].map((match) => match[1] ?? "");
  return specifiers.map((specifier) => (specifier.startsWith(".") ? toProjectPath(join(dirname(path), specifier)) : specifier));
}

const toProjectPath = (path: string): string => path.replaceAll("\\", "/");
