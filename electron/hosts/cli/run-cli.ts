import { Command, CommanderError } from "commander";
import packageJson from "../../../package.json" with { type: "json" };
import { addAudit } from "./commands/audit.ts";
import { addBackups } from "./commands/backups.ts";
import { addBulk } from "./commands/bulk.ts";
import { addContext } from "./commands/context.ts";
import { addDatasets } from "./commands/datasets.ts";
import { addDemo } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDrift } from "./commands/drift.ts";
import { addPreview } from "./commands/preview.ts";
import { addReproduce } from "./commands/reproduce.ts";
import { addEntities } from "./commands/entities.ts";
import { addEvaluate } from "./commands/evaluate.ts";
import { addEvidence } from "./commands/evidence.ts";
import { addExplain } from "./commands/explain.ts";
import { addIceberg } from "./commands/iceberg.ts";
import { addExport } from "./commands/export.ts";
import { addHealth } from "./commands/health.ts";
import { addHunts } from "./commands/hunts.ts";
import { addImport } from "./commands/import.ts";
import { addInit } from "./commands/init.ts";
import { addInsights } from "./commands/insights.ts";
import { addInventory } from "./commands/inventory.ts";
import { addLabels } from "./commands/labels.ts";
import { addLineage } from "./commands/lineage.ts";
import { addMappings } from "./commands/mappings.ts";
import { addMerge } from "./commands/merge.ts";
import { addModel } from "./commands/model.ts";
import { addModels } from "./commands/models.ts";
import { addOpen } from "./commands/open.ts";
import { addPromote } from "./commands/promote.ts";
import { addQueue } from "./commands/queue.ts";
import { addRejects } from "./commands/rejects.ts";
import { addRecord } from "./commands/record.ts";
import { addReview } from "./commands/review.ts";
import { addScore } from "./commands/score.ts";
import { addSnooze } from "./commands/snooze.ts";
import { addSnapshots } from "./commands/snapshots.ts";
import { addSql } from "./commands/sql.ts";
import { addSuites } from "./commands/suites.ts";
import { addSuppress, addSuppressions } from "./commands/suppressions.ts";
import { addDemote, addQuarantine, addRollback, addStage } from "./commands/stages.ts";
import { addUpkeep } from "./commands/upkeep.ts";
import { addTrain } from "./commands/train.ts";
import { addUndo } from "./commands/undo.ts";
import { addVerdict } from "./commands/verdict.ts";
import { addViews } from "./commands/views.ts";
import { createCli, type Cli, type CliParts, errorLine } from "./cli.ts";
import type { Io } from "./io.ts";

/** The exit codes of every command. */
export const exitCodes = { ok: 0, failed: 1, badUsage: 2 } as const;

/** In the order of the help. */
const commands: readonly ((program: Command, cli: Cli) => void)[] = [
  addInit,
  addImport,
  addIceberg,
  addMappings,
  addInventory,
  addSnapshots,
  addRejects,
  addHealth,
  addEntities,
  addDatasets,
  addModel,
  addModels,
  addTrain,
  addSuites,
  addEvaluate,
  addPromote,
  addStage,
  addUpkeep,
  addDemote,
  addRollback,
  addQuarantine,
  addScore,
  addDrift,
  addPreview,
  addReproduce,
  addQueue,
  addContext,
  addExplain,
  addEvidence,
  addRecord,
  addVerdict,
  addBulk,
  addSuppress,
  addSnooze,
  addSuppressions,
  addViews,
  addUndo,
  addReview,
  addMerge,
  addHunts,
  addLabels,
  addInsights,
  addExport,
  addLineage,
  addSql,
  addAudit,
  addBackups,
  addDoctor,
  addDemo,
  addOpen,
];

/** Runs one command line to its end and returns the exit code. */
export async function runCli(argv: readonly string[], io: Io, parts: CliParts): Promise<number> {
  const program = new Command("quarry");
  const isJson = (): boolean => program.opts<{ json?: boolean }>().json === true;
  program
    .description(packageJson.description)
    .option("-V", "the version of Quarry; --version as the only argument says it too")
    .option("--workspace <dir>", "the workspace folder (default: $QUARRY_WORKSPACE or ./quarry-workspace)")
    .option("--json", "one JSON document on stdout, progress and errors as NDJSON on stderr")
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => (isJson() ? undefined : io.err(text)) });
  if (argv.length === 1 && (argv[0] === "-V" || argv[0] === "--version")) {
    io.out(`${packageJson.version}\n`);
    return exitCodes.ok;
  }
  const cli = createCli(() => program.opts<{ workspace?: string; json?: boolean }>(), io, parts);
  for (const add of commands) add(program, cli);
  program.commands.forEach(inheritSettings);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return cli.exitCode();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    if (isJson()) io.err(errorLine({ code: "bad-input", message: usageMessage(error), detail: {} }));
    return exitCodes.badUsage;
  }
}

/** What is wrong with the command line, in one line; asking for nothing shows the help, which is no message. */
const usageMessage = ({ code, message }: CommanderError): string =>
  code === "commander.help" ? "name a command; --help lists them" : message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");

/** Sub-commands inherit only what was set before they were added; those made with `command(name)` on a group need it too. */
function inheritSettings(command: Command): void {
  command.exitOverride();
  command.commands.forEach(inheritSettings);
}
