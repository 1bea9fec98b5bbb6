import type { Command } from "commander";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, shortId } from "../text.ts";

export function addPromote(program: Command, cli: Cli): void {
  program
    .command("promote")
    .description("make a version the champion of its model")
    .argument("<model@version>", "an id or its unique beginning", modelVersion)
    .requiredOption("--reason <reason>", "why; it is kept in the decision log")
    .option("--override <reason>", "why, though its gate does not pass; it stays with the model for good")
    .option("--analyst <name>", "who decides")
    .action(
      (target: ReturnType<typeof modelVersion>, { reason, override, analyst }: { reason: string; override?: string; analyst?: string }) =>
        cli.run({
          access: "write",
          work: (client, signal) => client.call("models.promote", { ...target, reason, override, analyst }, signal),
          text: (version) =>
            facts([
              ["version", `${version.model}@${shortId(version.id)}`],
              ["stage", version.stage],
            ]),
        }),
    );
}
