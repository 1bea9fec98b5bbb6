import { type Command, Option } from "commander";
import type { ScoredBy, StageEvent } from "../../../../shared/contract/stages.ts";
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
