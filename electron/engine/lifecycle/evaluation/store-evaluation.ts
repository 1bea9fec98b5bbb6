import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { type Evaluation, EvaluationReport } from "../../../../shared/contract/evaluations.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { sha256 } from "../../hash.ts";
import { writeAtomically } from "../../labels/write-atomically.ts";
import type { Database } from "../../sqlite/database.ts";
import type { DecisionLog } from "../../sqlite/decision-log.ts";
import { type Evaluated, evaluationsOf } from "../model-log.ts";

const fileOf = (dir: string, id: string): string => join(dir, `${id}.json`);

/** Writes the report under its content id and enters in the log that it was made. */
export function storeEvaluation(dir: string, log: DecisionLog, report: EvaluationReport, by: string): Evaluation {
  const text = canonicalJson(EvaluationReport.parse(report));
  const id = sha256(text);
  if (!existsSync(fileOf(dir, id)) || sha256(readFileSync(fileOf(dir, id))) !== id) {
    mkdirSync(dir, { recursive: true });
    writeAtomically(fileOf(dir, id), new TextEncoder().encode(text));
  }
  const { model, version, champion, suites } = report;
  const { at } = log.append({
    actor: by,
    kind: "model.evaluate",
    body: { model, version, champion, report: id, suites: suites.map((suite) => suite.id) },
  });
  return { id, at, by, report: readReport(dir, id) };
}

/** Throws AppError `workspace-damaged` when the file is gone or is not the one of that id. */
export function readReport(dir: string, id: string): EvaluationReport {
  const file = fileOf(dir, id);
  const damaged = (problem: string): AppError =>
    new AppError("workspace-damaged", `Evaluation ${id.slice(0, 12)} ${problem}. Evaluate the version again.`, { file });
  if (!existsSync(file)) throw damaged("is gone");
  const bytes = readFileSync(file);
  if (sha256(bytes) !== id) throw damaged("was changed: its file does not have the content it was made with");
  return EvaluationReport.parse(JSON.parse(bytes.toString("utf8")));
}

export function newestEvaluation(db: Database, dir: string, model: string, version: string): Evaluation | undefined {
  const last = evaluationsOf(db, model).findLast((one) => one.version === version);
  return last === undefined ? undefined : toEvaluation(dir, last);
}

const toEvaluation = (dir: string, { report, at, by }: Evaluated): Evaluation => ({ id: report, at, by, report: readReport(dir, report) });
