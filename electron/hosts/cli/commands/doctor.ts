import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { printable } from "../text.ts";

interface Options {
  readonly repair?: boolean;
}

/** Works without an engine, since none opens what is damaged. */
export function addDoctor(program: Command, cli: Cli): void {
  program
    .command("doctor")
    .description("look at all a workspace rests on and say what is wrong, from what, and what to do; exits 1 when something is")
    .option("--repair", "also put right what takes no decision: leftovers, caches, what derives from the log")
    .action(({ repair }: Options) =>
      cli.runBare(async ({ say }) => {
        const { findings, done, isSound, ...rest } = await cli.parts.doctor(cli.workspaceDir(), repair === true);
        for (const line of done) say(`done      ${printable(line)}`);
        for (const { check, state, words, evidence, remedy } of findings) {
          say(`${state.padEnd(8)}  ${check}: ${printable(words)}`);
          for (const line of evidence) say(`            ${printable(line)}`);
          if (remedy !== undefined) say(`          ${state === "mendable" ? "--repair: " : "to do: "}${printable(remedy)}`);
        }
        say(isSound ? "The workspace is sound." : "Something is wrong with the workspace.");
        if (!isSound) cli.fail();
        return { ...rest, isSound, done, findings };
      }),
    );
}
