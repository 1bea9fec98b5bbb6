import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { Suite } from "../../../shared/contract/suites.ts";
import { contentId, sha256 } from "../hash.ts";

/** A package's known-bad and known-good cases with the files they are made of. */
export interface LoadedSuite extends Suite {
  /** Content id over all of the suite's files. */
  readonly digest: string;
  readonly ordinaryPath: string | undefined;
  readonly incidentsPath: string | undefined;
}

const mismatch = (file: string, problem: string): AppError => new AppError("model-mismatch", `${file}: ${problem}`, { file });

function parse(file: string): Suite {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw mismatch(file, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = Suite.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw mismatch(file, `not a suite: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`);
}

/** A file of the suite's own folder, never one elsewhere. */
function partOf(dir: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const path = join(dir, name);
  if (!/^[\w-]+\.ndjson$/.test(name) || !existsSync(path))
    throw mismatch(join(dir, "suite.json"), `there is no file "${name}" in the suite's folder.`);
  return path;
}

/** Reads `suite/` of a package; undefined when it has none. Throws AppError `model-mismatch` naming the file. */
export function loadSuite(packageDir: string): LoadedSuite | undefined {
  const dir = join(packageDir, "suite");
  const file = join(dir, "suite.json");
  if (!existsSync(file)) return undefined;
  const suite = parse(file);
  const ids = suite.cases.map((c) => c.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw mismatch(file, `the case "${twice}" is there twice.`);
  const unnamed = suite.cases.find((c) => c.expect === "flag" && c.technique === undefined);
  if (unnamed !== undefined) throw mismatch(file, `the known-bad case "${unnamed.id}" names no technique.`);
  const paths = { ordinaryPath: partOf(dir, suite.ordinary), incidentsPath: partOf(dir, suite.incidents) };
  const digestOf = (path: string | undefined): string => (path === undefined ? "" : sha256(readFileSync(path)));
  const digest = contentId({ suite, ordinary: digestOf(paths.ordinaryPath), incidents: digestOf(paths.incidentsPath) });
  return { ...suite, ...paths, digest };
}
