import { type Command, Option } from "commander";
import type { RollbackPlan, ScoredBy, StageCheck, StageEvent, StageStep } from "../../../../shared/contract/stages.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

const stages = ["validated", "challenger", "retired", "registered"] as const;

export function addStage(program: Command, cli: Cli): void {
  program
    .command("stage")
    .description("take a version to a stage that makes no champion; registered releases it from quarantine")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .addOption(new Option("--to <stage>", "where to").choices(stages).makeOptionMandatory())
    .requiredOption("--reason <reason>", "why; it is kept in the decision log")
    .option("--analyst <name>", "who decides")
    .action((target: ReturnType<typeof modelVersion>, options: { to: (typeof stages)[number]; reason: string; analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("models.stage", { ...target, ...options }, signal),
        text: ({ model, id, stage }) =>
          facts([
            ["version", `${model}@${shortId(id)}`],
            ["stage", stage],
          ]),
      }),
    );
}

const movesText = ({ version, from, to, also }: StageEvent): string =>
  [{ version, from, to }, ...also].map((move) => `${shortId(move.version)} ${move.from} → ${move.to}`).join(", ");

/** What rests on evidence says so: its kind and id, and what it says. */
const evidenceText = ({ evidence }: StageEvent): string =>
  evidence === null ? "" : [`${evidence.kind} ${shortId(evidence.id)}`, evidence.text].filter((part) => part !== "").join(": ");

export function historyText(events: readonly StageEvent[]): string {
  if (events.length === 0) return "nothing was decided about its versions yet\n";
  return printable(
    table(events, [
      { title: "WHEN", value: ({ at }) => isoTime(at).slice(0, 19) },
      { title: "WHAT", value: ({ kind }) => kind.replace("model.", "") },
      { title: "VERSIONS", value: movesText },
      { title: "BY", value: ({ actor, isAutomatic }) => (isAutomatic ? "a rule" : actor) },
      { title: "REASON", value: ({ reason }) => reason },
      { title: "EVIDENCE", value: evidenceText },
    ]),
  );
}

const versionText = (id: string | null): string => (id === null ? "none" : shortId(id));

export const scoredByText = (scored: ScoredBy): string =>
  facts([
    ["anomaly", scored.anomalyId],
    ["run", `${shortId(scored.run)} at ${isoTime(scored.scoredAt)}`],
    ["scored by", `${scored.model}@${shortId(scored.version)}`],
    ["its stage", `${scored.stageThen} then, ${scored.stageNow} now`],
    ["champion", `${versionText(scored.championThen)} then, ${versionText(scored.championNow)} now`],
  ]);

const versionOf = (id: string | null): string => (id === null ? "none: rules only" : shortId(id));

const checksText = (checks: readonly StageCheck[]): string =>
  checks.length === 0
    ? ""
    : table(checks, [
        { title: "CHECK", value: ({ title }) => title },
        { title: "STATE", value: ({ state }) => state },
        { title: "WHAT WAS FOUND", value: ({ text }) => text },
      ]);

function stepText({ model, champion, because, tried }: StageStep): string {
  const asked = tried.map(({ version, checks }) => `\n${shortId(version)}\n${checksText(checks)}`).join("");
  return (
    facts([
      ["model", model],
      ["champion", versionOf(champion)],
      ["", because],
    ]) + printable(asked)
  );
}

const planText = ({ model, from, to, isPossible, because, checks, earlier }: RollbackPlan): string =>
  facts([
    ["model", model],
    ["from", versionOf(from)],
    ["to", to === null ? "nowhere" : shortId(to)],
    ["possible", isPossible ? "yes" : "no"],
    ["", because],
    ["earlier", earlier.map(shortId).join(", ")],
  ]) + printable(checksText(checks));

interface Said {
  readonly reason: string;
  readonly analyst?: string;
}

export function addRollback(program: Command, cli: Cli): void {
  program
    .command("rollback")
    .description("make the champion before champion again, or an earlier one; runs under way go on with theirs")
    .argument("<model>")
    .option("--to <version>", "an earlier champion (default: the one before)")
    .option("--reason <reason>", "why; it is kept in the decision log")
    .option("--analyst <name>", "who decides")
    .option("--dry-run", "ask every question a rollback asks, and change nothing")
    .action((model: string, options: Partial<Said> & { to?: string; dryRun?: boolean }, command: Command) => {
      const { to, reason, analyst, dryRun } = options;
      if (dryRun === true)
        return cli.run({
          access: "read",
          work: (client, signal) => client.call("models.rollbackPlan", { model, to }, signal),
          text: planText,
        });
      if (reason === undefined) return command.error("error: required option '--reason <reason>' not specified");
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("models.rollback", { model, to, reason, analyst }, signal),
        text: stepText,
      });
    });
}

export function addDemote(program: Command, cli: Cli): void {
  program
    .command("demote")
    .description("end a champion; the one before it takes over where it still can")
    .argument("<model>")
    .requiredOption("--reason <reason>", "why; it is kept in the decision log")
    .option("--analyst <name>", "who decides")
    .option("--rules-only", "nobody takes over")
    .action((model: string, { rulesOnly, ...said }: Said & { rulesOnly?: boolean }) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call("models.demote", { model, ...said, ...(rulesOnly === true ? { fallback: "rules-only" as const } : {}) }, signal),
        text: stepText,
      }),
    );
}

export function addQuarantine(program: Command, cli: Cli): void {
  program
    .command("quarantine")
    .description("take a version out of use: it scores nothing and cannot be promoted or rolled back to")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .requiredOption("--reason <reason>", "why; it is kept in the decision log")
    .option("--analyst <name>", "who decides")
    .action((target: ReturnType<typeof modelVersion>, said: Said) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("models.quarantine", { ...target, ...said }, signal),
        text: stepText,
      }),
    );
}
