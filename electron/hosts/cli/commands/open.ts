import { type Command, InvalidArgumentError } from "commander";
import type { Client } from "../../../../shared/contract/client.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { positiveNumber, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";

interface Options {
  readonly port: number;
  readonly open: boolean;
  readonly browser?: boolean;
  readonly readOnly?: boolean;
  readonly demo?: boolean;
  readonly scale: number;
  readonly seed: number;
}

export function addOpen(program: Command, cli: Cli): void {
  program
    .command("open")
    .description("open the desk, in Electron where it is installed and in the browser otherwise")
    .option("--port <n>", "port of the browser's host; 0 is any free one", port, 0)
    .option("--no-open", "print the address instead of opening it")
    .option("--browser", "in the browser even where Electron is installed")
    .option("--read-only", "for looking only, in the browser, while another Quarry has the workspace open; nothing can be decided there")
    .option("--demo", "on a simulated enterprise, made first when missing (default workspace: ./quarry-demo)")
    .option("--scale <factor>", "how large the simulated enterprise is", positiveNumber, 1)
    .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
    .action(({ port: wanted, open, browser, readOnly = false, demo, scale, seed }: Options) =>
      cli.runBare(async ({ signal, progress, say }) => {
        const workspaceDir = cli.workspaceDir(demo === true ? "quarry-demo" : undefined);
        const shell = browser === true || !open ? "browser" : "auto";
        const desk = { workspaceDir, port: wanted, opensBrowser: open, shell, readOnly } as const;
        const prepare = (isFirstCasesOnly: boolean): Promise<void> =>
          prepareUnlessOpen(() => cli.parts.prepareDemo(workspaceDir, { scale, seed, isFirstCasesOnly }, progress, signal));
        const finish = (client: Client): Promise<boolean> => cli.parts.finishDemo(workspaceDir, client, signal);
        await cli.parts.openDesk(demo === true && !readOnly ? { ...desk, demo: { prepare, finish } } : desk, say, signal);
        return { workspace: workspaceDir };
      }),
    );
}

/** A workspace that is open elsewhere is prepared already; the desk there will be asked to show itself. */
async function prepareUnlessOpen(prepare: () => Promise<void>): Promise<void> {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "workspace-locked") throw error;
  }
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value < 0 || value > 65_535) throw new InvalidArgumentError("expected a port number");
  return value;
}
