import type { CommandRegistry, CommandSpec } from "../commands/registry.ts";
import { sqlCommands } from "../features/data/sql/commands.ts";
import { huntCommands } from "../features/hunts/commands.ts";
import { insightCommands } from "../features/insights/commands.ts";
import { lineageCommands } from "../features/lineage/commands.ts";
import { triageCommands } from "../features/triage/commands.ts";

const everywhere = (id: string, title: string, keys: readonly string[], group: string, keyOnly = false): CommandSpec => ({
  id,
  title,
  group,
  keys,
  scope: "everywhere",
  keyOnly,
});

export const appCommands: readonly CommandSpec[] = [
  everywhere("app.palette", "Search, jump, run", ["$mod+k"], "Everywhere", true),
  everywhere("app.keys", "All keys", ["?"], "Everywhere"),
  everywhere("app.ask", "What does this word mean?", ["F1"], "Everywhere"),
  everywhere("app.tour", "Tour of the case on the screen", [], "Everywhere"),
  everywhere("app.help", "Help: all words of the desk", ["Shift+F1"], "Everywhere"),
  { ...everywhere("app.undo", "Undo the last decision", ["z", "$mod+z"], "Decide"), records: true },
  { ...everywhere("app.redo", "Redo it", ["Shift+z", "$mod+Shift+z"], "Decide"), records: true },
  everywhere("app.history", "Decisions: take any of them back", ["Shift+u"], "Decide"),
  everywhere("app.next-pane", "Next pane", ["F6"], "Everywhere", true),
  everywhere("app.previous-pane", "Previous pane", ["Shift+F6"], "Everywhere", true),
  everywhere("app.go-triage", "Go to Triage", ["Shift+t"], "Everywhere"),
  everywhere("app.go-hunts", "Go to Hunts", ["Shift+h"], "Everywhere"),
  everywhere("app.go-models", "Go to Models", ["Shift+m"], "Everywhere"),
  everywhere("app.go-data", "Go to Data", ["Shift+d"], "Everywhere"),
  everywhere("app.go-insights", "Go to Insights", ["Shift+i"], "Everywhere"),
  everywhere("app.go-settings", "Go to Settings", ["Shift+s"], "Everywhere"),
  everywhere("app.back", "Back to the case one came from", ["Alt+ArrowLeft"], "Everywhere"),
  everywhere("app.theme", "Switch between dark and light", [], "Everywhere"),
  everywhere("app.zone", "Switch between UTC and local time", [], "Everywhere"),
  everywhere("app.density", "Switch between comfortable and compact rows", [], "Everywhere"),
  everywhere("app.verify-log", "Verify the decision log", [], "Everywhere"),
];

/** All commands there are. Screens offer their handlers while they are open. */
export function defineCommands(registry: CommandRegistry): void {
  registry.define(appCommands);
  registry.define(triageCommands);
  registry.define(huntCommands);
  registry.define(insightCommands);
  registry.define(lineageCommands);
  registry.define(sqlCommands);
}
