import type { Command } from "commander";
import type { DecisionEntry } from "../../../../shared/contract/decisions.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, table } from "../text.ts";

interface Signed {
  readonly analyst?: string;
}

interface HistoryOptions extends Signed {
  readonly limit: number;
  readonly before?: number;
}

const stateOf = ({ isInForce, restingOnIt }: DecisionEntry): string =>
  `${isInForce ? "in force" : "taken back"}${restingOnIt.length === 0 ? "" : `; see ${restingOnIt.map((other) => other.decision).join(", ")} first`}`;

/** One way back for every kind of decision. */
export function addUndo(program: Command, cli: Cli): void {
  program
    .command("undo")
    .description("take back the analyst's last decision, or any by its id; the log keeps both")
    .argument("[decision]", "its id, as `decisions` shows it")
    .option("--analyst <name>", "who takes it back; without an id, whose decision")
    .action((decision: string | undefined, { analyst }: Signed) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("decisions.undo", { decision, analyst }, signal),
        text: ({ what, undone }) => `undone: ${printable(what)} (${undone})\n`,
      }),
    );
  program
    .command("redo")
    .description("do again what the analyst took back last, or any decision taken back by its id")
    .argument("[decision]", "its id, as `decisions` shows it")
    .option("--analyst <name>", "who does it again")
    .action((decision: string | undefined, { analyst }: Signed) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("decisions.redo", { decision, analyst }, signal),
        text: ({ what, redone }) => `done again: ${printable(what)} (${redone})\n`,
      }),
    );
  const decisions = program
    .command("decisions")
    .description("what was decided and can be taken back, newest first")
    .option("--analyst <name>", "of one analyst only")
    .option("--limit <n>", "most decisions to show", positiveInteger, 100)
    .option("--before <seq>", "only those before this number", positiveInteger)
    .action(({ analyst, limit, before }: HistoryOptions) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("decisions.history", { analyst, limit, before }, signal),
        text: ({ decisions: shown }) =>
          table(shown, [
            { title: "SEQ", right: true, value: (entry) => entry.seq },
            { title: "DECISION", value: (entry) => entry.decision },
            { title: "AT", value: (entry) => isoTime(entry.at) },
            { title: "WHO", value: (entry) => printable(entry.analyst) },
            { title: "WHAT", value: (entry) => printable(entry.what) },
            { title: "STATE", value: stateOf },
          ]),
      }),
    );
  decisions
    .command("rebuild")
    .description("derive from the log again what is stored besides it")
    .action(() =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("decisions.rebuild", {}, signal),
        text: (told) => `derived again: ${told.decisions} decisions, ${told.takenBack} of them taken back\n`,
      }),
    );
}
