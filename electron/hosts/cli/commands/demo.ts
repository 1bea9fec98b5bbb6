import type { Command } from "commander";
import { positiveNumber, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";

export function addDemo(program: Command, cli: Cli): void {
  program
    .command("demo")
    .description("fill the workspace with a simulated enterprise, train, score: ready to triage")
    .option("--scale <factor>", "1 is 14 days of about 120 people", positiveNumber, 1)
    .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
    .action((options: { scale: number; seed: number }) =>
      cli.runBare(async ({ signal, progress, say }) => {
        const workspace = cli.workspaceDir();
        await cli.parts.prepareDemo(workspace, options, progress, signal);
        say(`The demo is ready: quarry open --workspace ${workspace}`);
        return { workspace, ...options };
      }),
    );
}
