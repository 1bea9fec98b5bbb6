import type { Command } from "commander";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, table } from "../text.ts";

interface LogOptions {
  readonly limit: number;
  readonly before?: number;
  readonly kind?: string;
}

export function addAudit(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("the append-only decision log");
  audit
    .command("verify")
    .description("check the hash chain and everything derived from it; exits 1 when something is wrong")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("audit.verify", {}, signal),
        text: ({ ok, entries, head, problems }) =>
          `${ok ? "intact" : "DAMAGED"}: ${entries} decisions, head ${head}\n` +
          problems.map(({ seq, problem }) => `  ${seq}: ${printable(problem)}\n`).join(""),
        failed: ({ ok }) => !ok,
      }),
    );
  audit
    .command("log")
    .description("decisions, newest first")
    .option("--limit <n>", "most decisions to show", positiveInteger, 100)
    .option("--before <seq>", "only those before this number", positiveInteger)
    .option("--kind <kind>", "of one kind only")
    .action(({ limit, before, kind }: LogOptions) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("audit.page", { limit, before, kind }, signal),
        text: ({ decisions }) =>
          table(decisions, [
            { title: "SEQ", right: true, value: (decision) => decision.seq },
            { title: "AT", value: (decision) => isoTime(decision.at) },
            { title: "WHO", value: (decision) => decision.actor },
            { title: "WHAT", value: (decision) => decision.kind },
            { title: "BODY", value: (decision) => JSON.stringify(decision.body).slice(0, 100) },
          ]),
      }),
    );
}
