import type { Command } from "commander";
import type { Backup } from "../../../../shared/contract/backups.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, megabytes, printable, table } from "../text.ts";

interface RestoreOptions {
  readonly reason?: string;
  readonly analyst?: string;
  readonly dryRun?: boolean;
  readonly undo?: boolean;
}

const stateOf = ({ state, problem }: Backup): string => (problem === undefined ? state : `${state}: ${problem}`);

export function addBackups(program: Command, cli: Cli): void {
  program
    .command("backup")
    .description("copy the database into the workspace's backups, and read the copy back whole")
    .action(() =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("backups.make", {}, signal),
        text: (backup) =>
          facts([
            ["backup", backup.file],
            ["size", megabytes(backup.bytes)],
            ["decisions", backup.decisions],
            ["state", stateOf(backup)],
          ]),
        failed: ({ state }) => state !== "verified",
      }),
    );
  program
    .command("backups")
    .description("the copies of the database there are, the one with most decisions first")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("backups.list", {}, signal),
        text: ({ backups, unsaved }) =>
          `${table(backups, [
            { title: "BACKUP", value: (backup) => backup.file },
            { title: "AT", value: (backup) => isoTime(backup.at).slice(0, 16) },
            { title: "WHY", value: (backup) => backup.cause },
            { title: "DECISIONS", right: true, value: (backup) => backup.decisions },
            { title: "SIZE", right: true, value: (backup) => megabytes(backup.bytes) },
            { title: "STATE", value: stateOf },
          ])}decisions in no verified backup: ${unsaved}\n`,
      }),
    );
  addRestore(program, cli);
}

/** Works without an engine, since none opens a database that is damaged. */
function addRestore(program: Command, cli: Cli): void {
  const restore = program
    .command("restore")
    .description("put a backup in the database's place; what was there is kept, --undo takes it back, and the log says who did it and why")
    .argument("[backup]", "its name, as `backups` or `doctor` shows it, or a path")
    .option("--undo", "in place of a backup: what the last restore replaced; what was decided since is kept in its turn")
    .option("--reason <text>", "why; without it, and with --dry-run, nothing is changed")
    .option("--analyst <name>", "who restores")
    .option("--dry-run", "say what would be restored and what would be without");
  restore.action((backup: string | undefined, { reason, analyst, dryRun, undo = false }: RestoreOptions) => {
    if ((backup === undefined) !== undo) restore.error("error: name either a backup or --undo");
    if (dryRun !== true && reason === undefined) restore.error("error: --reason is missing; --dry-run only says what would be done");
    return cli.runBare(async ({ say }) => {
      const { plan, decision } = await cli.parts.restore(
        cli.workspaceDir(),
        backup,
        dryRun === true ? undefined : { reason: reason ?? "", analyst },
      );
      const { holds, now, without, kept } = plan;
      const here =
        now === undefined ? "no database" : now.problems.length > 0 ? `damaged: ${now.problems[0] ?? ""}` : `${now.decisions} decisions`;
      say(
        facts([
          ["backup", printable(plan.backup)],
          ["holds", `${holds.decisions} decisions, whole`],
          ["now here", printable(here)],
          ["would be without", without === null ? "unknown, since what is here cannot be read" : `${without} later decisions`],
          ["kept as", now === undefined ? "nothing to keep" : `backups/${kept}`],
          ...(decision === undefined ? [["changed", "nothing yet"] as const] : [["decision", decision] as const]),
          ...(decision !== undefined && now?.problems.length === 0 ? [["to go back", "quarry restore --undo --reason …"] as const] : []),
        ]).trimEnd(),
      );
      return { ...plan, decision: decision ?? null };
    });
  });
}
