import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import { WorkspaceSuite } from "../../../../shared/contract/suites.ts";
import type { Decision } from "../../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { sha256 } from "../../hash.ts";
import { writeAtomically } from "../../labels/write-atomically.ts";

export const suiteKind = "suite.create";

/** What the log holds of a suite; its cases lie in the file of its id. */
export const SuiteBody = z.object({
  suite: z.string(),
  model: z.string(),
  title: z.string(),
  bad: z.number().int(),
  good: z.number().int(),
});

export interface StoredSuite extends WorkspaceSuite {
  readonly id: string;
}

const fileOf = (dir: string, id: string): string => join(dir, `${id}.json`);

/** Writes the suite under its content id, once; durable when it returns. */
export function writeSuite(dir: string, suite: WorkspaceSuite): string {
  const text = canonicalJson(suite);
  const id = sha256(text);
  if (existsSync(fileOf(dir, id)) && sha256(readFileSync(fileOf(dir, id))) === id) return id;
  mkdirSync(dir, { recursive: true });
  writeAtomically(fileOf(dir, id), new TextEncoder().encode(text));
  return id;
}

/** Throws AppError `workspace-damaged` when the file is gone or is not the one of that id. */
export function readSuite(dir: string, id: string): StoredSuite {
  const file = fileOf(dir, id);
  const damaged = (problem: string): AppError =>
    new AppError("workspace-damaged", `Suite ${id.slice(0, 12)} ${problem}. Restore suites/${id}.json from a backup.`, { file });
  if (!existsSync(file)) throw damaged("is gone");
  const bytes = readFileSync(file);
  if (sha256(bytes) !== id) throw damaged("was changed: its file does not have the content it was made with");
  return { ...WorkspaceSuite.parse(JSON.parse(bytes.toString("utf8"))), id };
}

type Made = z.infer<typeof SuiteBody> & { readonly decision: Decision };

/** The suites of a model, or all, whose making is in force; oldest first, each once though two copies that were merged had both made it. */
export function suitesIn(decisions: Iterable<Decision>, model?: string): Made[] {
  const first = new Map<string, Made>();
  for (const decision of [...decisions].toSorted((a, b) => a.seq - b.seq)) {
    const body = SuiteBody.parse(decision.body);
    if ((model === undefined || body.model === model) && !first.has(body.suite)) first.set(body.suite, { ...body, decision });
  }
  return [...first.values()];
}
