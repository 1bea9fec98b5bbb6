import { type Command, Option } from "commander";
import { type Confidence, confidences, validities, type Validity, verdictKeys } from "../../../../shared/domain/verdict.ts";
import type { Cli } from "../cli.ts";

interface Options {
  readonly verdict: string;
  readonly reason?: string;
  readonly note?: string;
  readonly analyst?: string;
  readonly confidence?: Confidence;
  readonly valid?: Validity;
  readonly technique?: string[];
  readonly duplicateOf?: string;
}

export function addVerdict(program: Command, cli: Cli): void {
  program
    .command("verdict")
    .description("judge anomalies; one decision, undone in one step")
    .argument("<anomaly...>")
    .addOption(new Option("--verdict <key>", "the judgement").choices(verdictKeys).makeOptionMandatory())
    .option("--reason <reason>", "one of the verdict's reasons")
    .option("--note <text>", "a note to keep with it")
    .addOption(new Option("--confidence <level>", "how sure").choices(confidences))
    .addOption(new Option("--valid <answer>", "was it truly unusual").choices(validities))
    .option("--technique <id...>", "of ATT&CK, seen in the evidence")
    .option("--duplicate-of <anomaly>", "the original of a duplicate")
    .option("--analyst <name>", "who judges")
    .action((anomalyIds: string[], { technique, ...given }: Options) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("triage.judge", { anomalyIds, ...given, techniques: technique }, signal),
        text: ({ states }) => `${Object.keys(states).length} judged ${given.verdict}; take it back with: quarry undo\n`,
      }),
    );
}
