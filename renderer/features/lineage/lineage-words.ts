import { Box, Crosshair, Database, FileText, Gavel, ListChecks, type LucideIcon, Package, Play, Radar, Tags } from "lucide-react";
import { type LineageKind, type LineageNode, type LineageState, lineageStates } from "../../../shared/contract/lineage.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import type { ShownNode } from "./fold.ts";

export const kindWords: Readonly<Record<LineageKind, { readonly one: string; readonly many: string; readonly Icon: LucideIcon }>> = {
  file: { one: "Source file", many: "Source files", Icon: FileText },
  snapshot: { one: "Snapshot", many: "Snapshots", Icon: Package },
  dataset: { one: "Dataset version", many: "Dataset versions", Icon: Database },
  labels: { one: "Labels", many: "Label sets", Icon: Tags },
  suite: { one: "Suite", many: "Suites", Icon: ListChecks },
  model: { one: "Model version", many: "Model versions", Icon: Box },
  evaluation: { one: "Evaluation", many: "Evaluations", Icon: Radar },
  run: { one: "Scoring run", many: "Scoring runs", Icon: Play },
  anomaly: { one: "Anomaly", many: "Anomalies", Icon: Crosshair },
  decision: { one: "Decision", many: "Decisions", Icon: Gavel },
};

export const sideWords: Readonly<Record<LineageNode["side"], string>> = {
  upstream: "made from",
  focus: "traced",
  downstream: "went into",
  beside: "beside",
};

/** Of a node that stands for several its number: "26 labels". */
export function kindTitle({ kind, count, folded }: ShownNode): string {
  const { one, many } = kindWords[kind];
  if (folded !== undefined) return `${formatCount(folded.length)} ${many.toLowerCase()}`;
  if (count === undefined) return one;
  if (kind === "labels") return plural(count, "label");
  if (kind === "decision") return plural(count, "verdict");
  return plural(count, "anomaly", "anomalies");
}

export const stateWords: Readonly<Record<LineageState, { readonly word: string; readonly tone: "ok" | "bad" | "warn" | "none" }>> = {
  verified: { word: "Verified", tone: "ok" },
  changed: { word: "Changed", tone: "bad" },
  missing: { word: "Missing", tone: "warn" },
  "not-kept": { word: "Not kept", tone: "none" },
};

const worstFirst: readonly LineageState[] = ["changed", "missing", "not-kept", "verified"];

/** Of several the state that an analyst must hear of first. */
export const worstState = (states: readonly LineageState[]): LineageState | undefined => worstFirst.find((state) => states.includes(state));

/** "12 verified, 1 changed": every state that occurs. */
export const countWords = (counts: Readonly<Record<LineageState, number>>): string =>
  lineageStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${formatCount(counts[state])} ${stateWords[state].word.toLowerCase()}`)
    .join(", ");
