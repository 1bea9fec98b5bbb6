import type { CommandSpec } from "../../../commands/registry.ts";

const sql = (id: string, title: string, keys: readonly string[]): CommandSpec => ({
  id: `data.sql-${id}`,
  title,
  group: "SQL",
  keys,
  scope: "data",
});

export const sqlCommands: readonly CommandSpec[] = [
  sql("run", "Run the statement", ["$mod+Enter"]),
  sql("plan", "Show the statement's plan", ["$mod+Shift+Enter"]),
  sql("cancel", "Cancel the statement", []),
  sql("editor", "Go to the SQL editor", []),
];
