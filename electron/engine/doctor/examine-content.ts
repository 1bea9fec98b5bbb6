import { AppError } from "../../../shared/contract/errors.ts";
import { verifyKeptFiles } from "../lifecycle/verify-kept-files.ts";
import { verifyStages } from "../lifecycle/verify-stages.ts";
import { readLineageHead } from "../lineage/lineage-log.ts";
import { verifyLineage } from "../lineage/verify-lineage.ts";
import { BundleBreak, loadBundle, verifyBundle } from "../scoring/bundle.ts";
import { modelVersions } from "../scoring/versions.ts";
import { listBackups } from "../sqlite/backup.ts";
import type { CopyFacts } from "../sqlite/check-copy.ts";
import { type Database, openDatabase } from "../sqlite/database.ts";
import { toDecision } from "../sqlite/decision-chain.ts";
import { readRows } from "../sqlite/decision-rows.ts";
import { migrations } from "../sqlite/migrations.ts";
import { verifySnapshot } from "../telemetry/verify-snapshot.ts";
import { verifyProjection } from "../triage/verify-projection.ts";
import type { WorkspacePaths } from "../workspace/layout.ts";
import { listRetired } from "../workspace/retirements.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import { type Finding, good, shorten } from "./findings.ts";

/** The database in `file`, of which `facts` were read, and everything it speaks of. Without facts there is no database. */
export async function examineContent(paths: WorkspacePaths, facts: CopyFacts | undefined, file: string): Promise<Finding[]> {
  const spare = listBackups(paths.backups).find(({ state }) => state === "verified");
  const remedy = spare === undefined ? "There is no verified backup; restore the folder from your own." : restoreWords(spare);
  if (facts === undefined)
    return [{ check: "database", state: "broken", words: "quarry.sqlite is not there.", evidence: ["quarry.sqlite"], remedy }];
  const isChain = facts.head !== "";
  const [problem] = facts.problems;
  if (problem !== undefined && !isChain)
    return [{ check: "database", state: "broken", words: "The database is damaged.", evidence: shorten(facts.problems), remedy }];
  if (facts.version !== migrations.length) return [examineVersion(facts)];
  const sound = good("database", `integrity check passed, format ${facts.version}`);
  if (problem !== undefined) {
    const words = "The log of decisions is not as it was written.";
    return [sound, { check: "decisions", state: "broken", words, evidence: shorten(facts.problems), remedy }];
  }
  const db = openDatabase(file, { readOnly: true });
  try {
    const whole = good("decisions", `${facts.decisions} decisions, chained without a gap`);
    return [sound, whole, examineDerived(db), await examineSnapshots(db, paths), ...examineModels(db, paths), examineLineage(db, paths)];
  } finally {
    db.close();
  }
}

const restoreWords = ({ file, at, decisions }: { file: string; at: number; decisions: number }): string =>
  `quarry restore ${file} --reason … (${decisions} decisions, of ${new Date(at / 1000).toISOString().slice(0, 16)}Z); what is replaced is kept, and quarry restore --undo takes it back`;

function examineVersion({ version }: CopyFacts): Finding {
  if (version > migrations.length)
    return {
      check: "database",
      state: "broken",
      words: "It was written by a newer Quarry.",
      evidence: [`format ${version}`],
      remedy: "Update Quarry.",
    };
  return {
    check: "database",
    state: "mendable",
    words: "It has an older format; its decisions are looked at when it is brought up to date.",
    evidence: [`format ${version} of ${migrations.length}`],
    remedy: "it is brought up to date, after a backup",
  };
}

function examineDerived(db: Database): Finding {
  const decisions = readRows(db).map(toDecision);
  const problems = [...verifyProjection(db, decisions), ...verifyStages(db, decisions)].map(({ problem }) => problem);
  const changed = problems.filter((problem) => problem.startsWith("anomaly "));
  if (problems.length === 0) return good("derived tables", "say what the log says");
  if (changed.length === problems.length)
    return {
      check: "derived tables",
      state: "broken",
      words: "Anomalies are not what was judged: they were changed outside Quarry.",
      evidence: shorten(changed),
      remedy: "Score the same dataset again, or restore a backup.",
    };
  return {
    check: "derived tables",
    state: "mendable",
    words: "What is derived from the log differs from it.",
    evidence: shorten(problems),
    remedy: "they are derived from the log again",
  };
}

async function examineSnapshots(db: Database, { root }: WorkspacePaths): Promise<Finding> {
  const retired = listRetired(db);
  const all = listSnapshots(db).filter(({ id }) => !retired.has(id));
  const problems: string[] = [];
  for (const { id } of all) {
    try {
      for (const { file, problem } of await verifySnapshot(root, id)) problems.push(`snapshots/${id.slice(0, 12)}…/${file} ${problem}`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(`snapshots/${id.slice(0, 12)}…: ${error.message}`);
    }
  }
  if (problems.length === 0) return good("snapshots", `${all.length} snapshots, every byte as written`);
  const words = "Events are missing or damaged.";
  return {
    check: "snapshots",
    state: "broken",
    words,
    evidence: shorten(problems),
    remedy: "Import the same files again: they get the same snapshot.",
  };
}

function examineModels(db: Database, paths: WorkspacePaths): Finding[] {
  const versions = modelVersions(db);
  const problems = versions.flatMap(({ model, id }) => {
    try {
      verifyBundle(paths.root, model, id);
      loadBundle(paths.root, model, id);
      return [];
    } catch (error) {
      if (!(error instanceof BundleBreak)) throw error;
      return [`models/${model}/${id.slice(0, 12)}…: ${error.message}`];
    }
  });
  const kept = verifyKeptFiles(db, paths).map(({ problem }) => problem);
  const all = [...problems, ...kept];
  if (all.length === 0) return [good("models", `${versions.length} versions, every byte as registered`)];
  const remedy = "A broken version is quarantined when it is used; train it again, or restore its folder from your own backup.";
  return [{ check: "models", state: "broken", words: "Files of model versions are missing or damaged.", evidence: shorten(all), remedy }];
}

function examineLineage(db: Database, { lineage }: WorkspacePaths): Finding {
  const problems = verifyLineage(lineage, readLineageHead(db)).map(({ file, line, problem }) => `lineage/${file} line ${line}: ${problem}`);
  if (problems.length === 0) return good("lineage", "chained without a gap");
  return {
    check: "lineage",
    state: "broken",
    words: "Lineage events are not as they were written.",
    evidence: shorten(problems),
    remedy: "It is evidence and is left as it is; a line a killed process had half-written is cut off at the next opening.",
  };
}
