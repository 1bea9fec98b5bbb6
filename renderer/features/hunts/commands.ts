import type { CommandSpec } from "../../commands/registry.ts";

const recording = new Set(["open", "merge", "split", "drop", "start", "backlog", "edit", "close"]);

const hunts = (id: string, title: string, keys: readonly string[], keyOnly = false): CommandSpec => ({
  id: `hunts.${id}`,
  title,
  group: "Hunts",
  keys,
  scope: "hunts",
  keyOnly,
  records: recording.has(id),
});

/** Everything the hunts screen can do, in the order of the key sheet. */
export const huntCommands: readonly CommandSpec[] = [
  hunts("next", "Next in the list", ["j", "ArrowDown"], true),
  hunts("previous", "Previous in the list", ["k", "ArrowUp"], true),
  hunts("tab-candidates", "Show candidates", ["1"]),
  hunts("tab-backlog", "Show the backlog", ["2"]),
  hunts("tab-active", "Show active hunts", ["3"]),
  hunts("tab-closed", "Show closed hunts", ["4"]),
  hunts("select", "Select a candidate for merging", ["x"], true),
  hunts("open", "Open a hunt from this candidate", ["h"]),
  hunts("merge", "Merge the selected candidates", ["m"]),
  hunts("split", "Split off the ticked anomalies", ["p"]),
  hunts("drop", "Take the ticked anomalies out", ["d"]),
  hunts("start", "Make this hunt active", ["a"]),
  hunts("backlog", "Put this hunt into the backlog", ["b"]),
  hunts("edit", "Edit this hunt", ["e"]),
  hunts("close", "Close this hunt", ["c"]),
  hunts("report", "Show the report of this hunt", ["r"]),
  hunts("export", "Export this hunt", ["Shift+y"]),
  hunts("triage", "Triage these anomalies", ["t"]),
];
