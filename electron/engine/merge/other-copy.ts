import { copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { verifyStages } from "../lifecycle/verify-stages.ts";
import { loadText } from "../runtime.ts";
import { isSqliteError } from "../sqlite/damage.ts";
import { type Database, openDatabase } from "../sqlite/database.ts";
import { createDecisionLog } from "../sqlite/decision-log.ts";
import { query } from "../sqlite/statement.ts";
import { verifyProjection } from "../triage/verify-projection.ts";
import { workspacePaths } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/workspace.ts";

const schemaSql = loadText(import.meta.url, "schema.sql");
const clashesSql = loadText(import.meta.url, "other-anomalies.sql");
const SchemaRow = z.object({ type: z.string(), name: z.string(), sql: z.string().nullable() });

/** The other copy's database as it was when it was opened, verified. */
export interface OtherCopy {
  readonly root: string;
  readonly db: Database;
  close(): void;
}

/**
 * Opens another copy of the workspace, a folder or its `quarry.sqlite`, without writing to it: its database is copied first and the copy brought to this
 * program's format. Everything that can be checked is checked before anything is taken from it: the schema, the pages, the chain of its log and what
 * derives from it. Throws AppError `not-found`, `conflict`, `workspace-newer` or `workspace-damaged`, which names what is broken.
 */
export function openOtherCopy(workspace: Workspace, path: string): OtherCopy {
  const root = basename(path) === basename(workspace.paths.database) ? dirname(resolve(path)) : resolve(path);
  const database = workspacePaths(root).database;
  if (!existsSync(database)) throw new AppError("not-found", `There is no workspace at ${root}.`, { file: root });
  if (root === workspace.paths.root)
    throw new AppError("conflict", "This is the workspace itself. Name another copy of it.", { file: root });
  mkdirSync(workspace.paths.incoming, { recursive: true });
  const scratch = mkdtempSync(join(workspace.paths.incoming, "merge-"));
  const close = (): void => rmSync(scratch, { recursive: true, force: true });
  try {
    const copy = join(scratch, basename(database));
    for (const suffix of ["", "-wal"]) {
      if (!existsSync(`${database}${suffix}`)) continue;
      if (!lstatSync(`${database}${suffix}`).isFile()) throw broken(root, `${basename(database)}${suffix} is not a plain file`);
      copyFileSync(`${database}${suffix}`, `${copy}${suffix}`);
    }
    const db = openDatabase(copy);
    try {
      verifyCopy(workspace, db, root);
    } catch (error) {
      db.close();
      throw error;
    }
    return {
      root,
      db,
      close: () => {
        db.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw toBroken(root, error);
  }
}

const broken = (root: string, problem: string, cause?: unknown): AppError =>
  new AppError(
    "workspace-damaged",
    `The other copy is not merged: ${problem}. Nothing was changed.`,
    { file: root, hint: "Close it where it is open, and run `quarry audit verify` there." },
    { cause },
  );

/** What SQLite, JSON or the forms of our rows say against a copy that was somewhere else is the copy's fault. */
export function toBroken(root: string, error: unknown): unknown {
  if (error instanceof z.ZodError)
    return broken(root, `a row of its database is none of ours (${error.issues[0]?.message ?? "unknown"})`, error);
  const isOfCopy = isSqliteError(error) || error instanceof SyntaxError;
  return isOfCopy ? broken(root, `its database cannot be read (${error.message})`, error) : error;
}

function verifyCopy({ db: own }: Workspace, db: Database, root: string): void {
  const integrity = db.pragma("integrity_check(1)", { simple: true });
  if (integrity !== "ok") throw broken(root, `its database is damaged (${String(integrity)})`);
  const schema = (of: Database): string => canonicalJson(query(of, schemaSql, SchemaRow).all());
  if (schema(own) !== schema(db)) throw broken(root, "its database has other tables, views or triggers than a workspace has");
  const log = createDecisionLog(db);
  const chain = log.verify();
  const decisions = chain.ok ? [...log.entries()] : [];
  const derived = chain.ok ? [...verifyProjection(db, decisions), ...verifyStages(db, decisions)] : [];
  const [first, ...more] = [...chain.problems, ...derived];
  if (first !== undefined)
    throw broken(root, `entry ${first.seq} of its log: ${first.problem}${more.length === 0 ? "" : ` (and ${more.length} more)`}`);
  const clash = query(db, clashesSql, AnomalyDigest).iterate();
  const ours = new Map(
    query(own, clashesSql, AnomalyDigest)
      .all()
      .map((row) => [row.id, canonicalJson(row)]),
  );
  for (const row of clash)
    if ((ours.get(row.id) ?? canonicalJson(row)) !== canonicalJson(row)) throw broken(root, `anomaly ${row.id} is another there than here`);
}

const AnomalyDigest = z.object({ id: z.string(), run_id: z.string(), score: z.number(), p_value: z.number(), body: z.string() });
