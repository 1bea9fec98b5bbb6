import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { facts, printable } from "../text.ts";

export function addRecord(program: Command, cli: Cli): void {
  program
    .command("record")
    .description("the original record of an event, as its source wrote it")
    .argument("<event>", "an event id, as evidence lists it")
    .action((eventId: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("triage.record", { eventId }, signal),
        text: ({ file, record, raw }) => `${facts([["record", `${file}:${record}`]])}${printable(raw)}\n`,
      }),
    );
}
