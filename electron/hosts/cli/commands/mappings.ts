import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { isoTime, shortId, table } from "../text.ts";

export function addMappings(program: Command, cli: Cli): void {
  const mappings = program.command("mappings").description("how delimited text and Parquet become events: mappings kept in the workspace");
  mappings
    .command("list", { isDefault: true })
    .description("every version kept")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("mappings.list", {}, signal),
        text: (saved) =>
          table(saved, [
            { title: "MAPPING", value: (mapping) => `${mapping.name}@${mapping.version}` },
            { title: "ID", value: (mapping) => shortId(mapping.id) },
            { title: "CLASS", value: (mapping) => mapping.class },
            { title: "COLUMNS", right: true, value: (mapping) => mapping.columns },
            { title: "SAVED", value: (mapping) => isoTime(mapping.savedAt).slice(0, 16) },
          ]),
      }),
    );
  mappings
    .command("show")
    .description("the mapping file of NAME, or of NAME@VERSION")
    .argument("<name>")
    .action((name: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("mappings.read", mappingKey(name), signal),
        text: ({ mapping }) => mapping,
      }),
    );
}

/** `flows` or `flows@2`. */
export function mappingKey(text: string): { name: string; version?: number } {
  const [, name = text, version] = /^(.*)@([1-9]\d{0,5})$/.exec(text) ?? [];
  return version === undefined ? { name } : { name, version: Number(version) };
}
