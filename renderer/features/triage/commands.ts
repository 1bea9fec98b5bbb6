import { verdictKinds, type VerdictKey } from "../../../shared/domain/verdict.ts";
import type { CommandSpec } from "../../commands/registry.ts";

/** What one does in these groups is recorded. */
const recording = new Set(["Judge"]);

const triage = (id: string, title: string, keys: readonly string[], group = "Triage", keyOnly = false): CommandSpec => ({
  id: `triage.${id}`,
  title,
  group,
  keys,
  scope: "triage",
  keyOnly,
  records: recording.has(group),
});

export const verdictCommandId = (key: VerdictKey): string => `triage.judge-${key}`;

/** Everything the triage screen can do, in the order of the key sheet. */
export const triageCommands: readonly CommandSpec[] = [
  triage("next", "Next case", ["j", "ArrowDown"], "Move", true),
  triage("previous", "Previous case", ["k", "ArrowUp"], "Move", true),
  triage("next-page", "Ten further", ["PageDown"], "Move", true),
  triage("previous-page", "Ten back", ["PageUp"], "Move", true),
  triage("first", "First case", ["Home"], "Move", true),
  triage("last", "Last case", ["End"], "Move", true),
  triage("next-open", "Next open case", ["Shift+n"], "Move"),
  triage("open", "Go into the case", ["Enter", "o"], "Move", true),
  triage("back", "Back to the queue", ["Escape", "u"], "Move", true),
  triage("filter", "Filter the queue", ["/"], "Move"),
  triage("views", "Views of the queue: saved filters", ["q"], "Move"),
  triage("copy-link", "Copy a link to what is shown", [], "Move"),
  triage("show-open", "Show open cases only, or all", ["Shift+o"], "Move"),
  triage("show-held", "Show what is hidden, or hide it again", ["r"], "Move"),
  triage("select", "Select case", ["x"], "Select", true),
  triage("extend-down", "Extend selection down", ["Shift+j", "Shift+ArrowDown"], "Select", true),
  triage("extend-up", "Extend selection up", ["Shift+k", "Shift+ArrowUp"], "Select", true),
  triage("clear-selection", "Clear selection", ["Shift+x"], "Select"),
  ...verdictKinds.map((kind) => triage(`judge-${kind.key}`, kind.title, [kind.hotkey], "Judge")),
  triage("reason", "Give a reason for the last verdict", ["v"], "Judge"),
  triage("details", "Details of the verdict: doubt, techniques, original", ["Shift+v"], "Judge"),
  triage("bulk", "Judge all like this case, or the selection", ["b"], "Judge"),
  triage("suppress", "Suppress what is like this case", ["p"], "Judge"),
  triage("snooze", "Snooze this case, or the selection, until a time", ["s"], "Judge"),
  triage("note", "Write a note", ["n"], "Judge"),
  triage("hunt", "Open a hunt from this case, or from the selection", ["h"], "Judge"),
  triage("graph", "Show the graph", ["g"], "Look"),
  triage("timeline", "Show the timeline", ["i"], "Look"),
  triage("evidence", "Show the evidence", ["e"], "Look"),
  triage("context", "Show the context cards", ["c"], "Look"),
  triage("table", "Graph as table, or as drawing", ["t"], "Look"),
  triage("around", "Events around: of the event, of what is chosen, or of the subject", ["f"], "Look"),
  triage("why", "All features, or the first three", ["w"], "Look"),
  triage("entity", "Page of what is chosen in the graph, or of the subject", ["Shift+e"], "Look"),
  triage("copy", "Copy the case as text; in the evidence its marked rows", ["y"], "Look"),
  triage("copy-as", "Copy as …", ["Shift+c"], "Look"),
  triage("compare", "Compare with another case, or the two selected", ["d"], "Look"),
  triage("export", "Export what the queue shows", ["Shift+y"], "Look"),
];
