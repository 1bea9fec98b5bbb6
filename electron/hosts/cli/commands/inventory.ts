import { type Command, Option } from "commander";
import { InventoryKind } from "../../../../shared/contract/telemetry.ts";
import type { Cli } from "../cli.ts";
import { table } from "../text.ts";

export function addInventory(program: Command, cli: Cli): void {
  program
    .command("inventory")
    .description("directory, asset, lease and identity lists")
    .command("import")
    .description("read inventory files")
    .argument("<file...>")
    .addOption(new Option("--kind <kind>", "what the files list").choices(InventoryKind.options).makeOptionMandatory())
    .action((paths: string[], { kind }: { kind: InventoryKind }) =>
      cli.run({
        access: "create",
        work: (client, signal) => client.call("inventory.import", { kind, paths }, signal),
        text: (inventories) =>
          table(inventories, [
            { title: "FILE", value: (inventory) => inventory.file },
            { title: "KIND", value: (inventory) => inventory.kind },
            { title: "ROWS", right: true, value: (inventory) => inventory.rows },
            { title: "REJECTED", right: true, value: (inventory) => inventory.rejected },
            { title: "COLUMNS", value: (inventory) => inventory.columns.join(", ") },
          ]),
      }),
    );
}
