import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

export function addInit(program: Command, cli: Cli): void {
  program
    .command("init")
    .description("make a workspace, or say what is in the one there is")
    .action(() =>
      cli.run({
        access: "create",
        work: (client, signal) => client.call("workspace.info", {}, signal),
        text: (info) =>
          facts([
            ["workspace", info.path ?? info.name],
            ["analyst", info.analyst],
            ["snapshots", info.snapshots],
            ["events", info.dataset?.events ?? 0],
            ["decisions", info.log.entries],
          ]),
      }),
    );
}
