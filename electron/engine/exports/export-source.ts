import { z } from "zod";
import type { FindingFilter } from "../../../shared/contract/exports.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { createModelFacts } from "../hunts/model-facts.ts";
import { loadText } from "../runtime.ts";
import { query } from "../sqlite/statement.ts";
import { type Database, openDatabase } from "../sqlite/database.ts";
import type { HuntBoard } from "../hunts/board.ts";
import { foldHunts } from "../hunts/fold-hunts.ts";
import { readHuntDecisions } from "../hunts/hunt-decisions.ts";
import { readHunt } from "../hunts/read-hunt.ts";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { Holds } from "../triage/holds.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Finding, RunFacts } from "./finding.ts";
import { countFindings, type FindingCounts, type FindingScope, readFindings, scopeOfFilter, scopeOfMembers } from "./read-findings.ts";

const beginSql = loadText(import.meta.url, "log-begin.sql");

export interface Told {
  readonly facts: RunFacts;
  readonly finding: Finding;
}

/** What an export reads: findings and hunts of a workspace as they are now. */
export interface ExportSource {
  readonly db: Database;
  readonly root: string;
  scope(filter: FindingFilter): FindingScope;
  /** How many cases suppressions hide in the queue over the runs of a scope. */
  hidden(scope: FindingScope): number;
  count(scope: FindingScope): Promise<FindingCounts>;
  /** Read as they are consumed. */
  findings(scope: FindingScope): IterableIterator<Told>;
  /** One hunt, or all in the order of their ids. Throws AppError `not-found`. */
  hunts(id: string | undefined): HuntDetail[];
  /** The members of a hunt that are not withheld. */
  members(hunt: HuntDetail): Told[];
  /** The package a run's version was made with; undefined when its bundle is gone. */
  packageOf(run: Run): RunFacts["pkg"];
  /** When the first decision was made; 0 before there is one. */
  since(): number;
}

interface SourceInput {
  readonly workspace: Workspace;
  readonly board: HuntBoard;
  readonly signal: AbortSignal;
}

function createSource({ workspace, board, signal }: SourceInput, db: Database): ExportSource {
  const root = workspace.paths.root;
  const { hunts } = foldHunts(readHuntDecisions(db));
  const hunted = new Set([...hunts.values()].filter((hunt) => hunt.stage === "active").flatMap((hunt) => hunt.anomalyIds));
  const findings = (scope: FindingScope): IterableIterator<Told> => readFindings({ db, workspaceRoot: root, hunted }, scope);
  return {
    db,
    root,
    findings,
    packageOf: createModelFacts(root),
    since: () => query(db, beginSql, z.object({ at_us: z.number() })).get()?.at_us ?? 0,
    scope: (filter) => scopeOfFilter(db, filter, filter.hunt === undefined ? undefined : board.currentIds(filter.hunt)),
    hidden: (scope) => new Holds(db, workspace.log).countHidden(scope.runs.map((run) => run.id)),
    count: (scope) => countFindings(db, scope, signal),
    hunts: (id) => (id === undefined ? [...hunts.keys()].toSorted() : [id]).map((one) => readHunt(workspace.db, board, one)),
    members: (hunt) =>
      [
        ...findings(
          scopeOfMembers(
            db,
            hunt.anomalies.map((one) => one.anomalyId),
          ),
        ),
      ].toSorted((a, b) => (a.finding.id < b.finding.id ? -1 : 1)),
  };
}

/** For a look that writes nothing. */
export const openSource = (input: SourceInput): ExportSource => createSource(input, input.workspace.db);

/**
 * Reads through a connection of its own, in one transaction: whatever is decided while a long export runs, the file tells of one moment, and
 * nobody waits for it.
 */
export async function withSource<T>(input: SourceInput, work: (source: ExportSource) => Promise<T>): Promise<T> {
  const db = openDatabase(input.workspace.paths.database, { readOnly: true });
  try {
    db.exec("BEGIN");
    return await work(createSource(input, db));
  } finally {
    db.close();
  }
}
