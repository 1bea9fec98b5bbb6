import type { CommandSpec } from "../../commands/registry.ts";

const insights = (id: string, title: string, keys: readonly string[], keyOnly = false): CommandSpec => ({
  id: `insights.${id}`,
  title,
  group: "Insights",
  keys,
  scope: "insights",
  keyOnly,
});

export const insightCommands: readonly CommandSpec[] = [
  insights("figures", "Show figures", ["1"]),
  insights("log", "Show the decision log", ["2"]),
  insights("next", "Next entry of the log", ["j", "ArrowDown"], true),
  insights("previous", "Previous entry of the log", ["k", "ArrowUp"], true),
  insights("search", "Search the log", ["/"]),
  insights("verify", "Verify the log and what derives from it", ["v"]),
  insights("export", "Export what the log shows", ["Shift+y"]),
];
