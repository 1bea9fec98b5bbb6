import { type Command, Option } from "commander";
import { verdictKeys } from "../../../../shared/domain/verdict.ts";
import type { Cli } from "../cli.ts";

interface Options {
  readonly verdict: string;
  readonly reason?: string;
  readonly note?: string;
  readonly analyst?: string;
}

export function addVerdict(program: Command, cli: Cli): void {
  program
    .command("verdict")
    .description("judge anomalies; one decision, undone in one step")
    .argument("<anomaly...>")
    .addOption(new Option("--verdict <key>", "the judgement").choices(verdictKeys).makeOptionMandatory())
    .option("--reason <reason>", "one of the verdict's reasons")
    .option("--note <text>", "a note to keep with it")
    .option("--analyst <name>", "who judges")
    .action((anomalyIds: string[], { verdict, reason, note, analyst }: Options) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("triage.judge", { anomalyIds, verdict, reason, note, analyst }, signal),
        text: ({ states }) => `${Object.keys(states).length} judged ${verdict}; take it back with: quarry undo\n`,
      }),
    );
}
