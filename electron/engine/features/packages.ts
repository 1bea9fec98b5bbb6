import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { ModelPackage } from "../../../shared/contract/models.ts";
import { contentId, sha256 } from "../hash.ts";

/** A model package as read from its folder; the texts are kept as they are, since a bundle carries them on byte for byte. */
export interface LoadedPackage {
  readonly spec: ModelPackage;
  readonly modelJson: string;
  readonly featuresSql: string;
  readonly evidenceSql: string;
  /** Content id over the three texts. */
  readonly digest: string;
  readonly featureSqlDigest: string;
}

const maxTextBytes = 4 * 1024 * 1024;

function readPart(dir: string, name: string): string {
  const file = join(dir, name);
  if (!existsSync(file)) throw new AppError("model-mismatch", `The model package in ${dir} has no ${name}.`, { file });
  const bytes = readFileSync(file);
  if (bytes.length > maxTextBytes)
    throw new AppError("limit-exceeded", `${name} has ${bytes.length} bytes; ${maxTextBytes} are allowed.`, { file });
  return bytes.toString("utf8");
}

function parseSpec(text: string, file: string): ModelPackage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError("model-mismatch", `model.json is not JSON: ${error instanceof Error ? error.message : String(error)}`, { file });
  }
  const parsed = ModelPackage.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") ?? "";
    throw new AppError("model-mismatch", `model.json is not a model package: ${field}: ${issue?.message ?? "unknown"}`, { file, field });
  }
  return parsed.data;
}

function requireDistinctColumns(spec: ModelPackage, file: string): void {
  const names = [...spec.grain.keys.map((k) => k.column), ...spec.features.map((f) => f.name)];
  const taken = new Set<string>(["subject_label", "window_from", "window_to", "events"]);
  for (const name of names) {
    if (taken.has(name)) throw new AppError("model-mismatch", `model.json names the column "${name}" twice.`, { file, field: name });
    taken.add(name);
  }
}

/** Reads and validates the package in `dir`. Throws AppError `model-mismatch` naming file and field. */
export function loadPackage(dir: string): LoadedPackage {
  const modelJson = readPart(dir, "model.json");
  const featuresSql = readPart(dir, "features.sql");
  const evidenceSql = readPart(dir, "evidence.sql");
  const file = join(dir, "model.json");
  const spec = parseSpec(modelJson, file);
  requireDistinctColumns(spec, file);
  return {
    spec,
    modelJson,
    featuresSql,
    evidenceSql,
    digest: contentId({ "model.json": modelJson, "features.sql": featuresSql, "evidence.sql": evidenceSql }),
    featureSqlDigest: sha256(featuresSql),
  };
}

/** Every folder of `dir` that holds a model.json, by name. A folder's name must be its model's. */
export function listPackages(dir: string): LoadedPackage[] {
  if (!existsSync(dir)) return [];
  const folders = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(dir, entry.name, "model.json")))
    .map((entry) => entry.name)
    .toSorted();
  return folders.map((name) => {
    const loaded = loadPackage(join(dir, name));
    if (loaded.spec.name !== name)
      throw new AppError("model-mismatch", `The package in ${name} calls itself "${loaded.spec.name}".`, {
        file: join(dir, name, "model.json"),
      });
    return loaded;
  });
}

/** The package of that name. Throws AppError `not-found`, naming the ones there are. */
export function findPackage(packages: readonly LoadedPackage[], name: string): LoadedPackage {
  const found = packages.find((p) => p.spec.name === name);
  if (found !== undefined) return found;
  const known = packages.map((p) => p.spec.name).join(", ");
  throw new AppError("not-found", `There is no model "${name}". Known models: ${known === "" ? "none" : known}.`, { field: "model" });
}
