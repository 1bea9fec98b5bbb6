import type { CommandSpec } from "../../commands/registry.ts";

const lineage = (id: string, title: string, keys: readonly string[]): CommandSpec => ({
  id: `lineage.${id}`,
  title,
  group: "Lineage",
  keys,
  scope: "lineage",
});

export const lineageCommands: readonly CommandSpec[] = [
  lineage("verify", "Verify what the lineage names", ["v"]),
  lineage("graph", "Show the lineage as a graph", ["1"]),
  lineage("table", "Show the lineage as a table", ["2"]),
  lineage("trace", "Trace from the chosen node", ["t"]),
];
