import { AppError } from "../../../shared/contract/errors.ts";
import type { Database } from "../sqlite/database.ts";
import type { WorkspacePaths } from "../workspace/layout.ts";
import { readReport } from "./evaluation/store-evaluation.ts";
import { evaluationsOf, logOf } from "./model-log.ts";
import { readSuite, SuiteBody, suiteKind } from "./suites/workspace-suites.ts";

/** Compares every report and suite that the log speaks of with the digest it is named by. */
export function verifyKeptFiles(
  db: Database,
  { evaluations, suites }: Pick<WorkspacePaths, "evaluations" | "suites">,
): { seq: number; problem: string }[] {
  const reports = new Map(evaluationsOf(db).map(({ report, seq }) => [report, seq]));
  const made = new Map(logOf(db, suiteKind).map(({ body, seq }) => [SuiteBody.parse(body).suite, seq]));
  return [
    ...[...reports].flatMap(([id, seq]) => problemOf(seq, `evaluations/${id}.json`, () => readReport(evaluations, id))),
    ...[...made].flatMap(([id, seq]) => problemOf(seq, `suites/${id}.json`, () => readSuite(suites, id))),
  ];
}

function problemOf(seq: number, file: string, read: () => unknown): { seq: number; problem: string }[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof AppError) return [{ seq, problem: `${file}: ${error.message}` }];
    throw error;
  }
}
