import type { LineageGraph } from "../../../../shared/contract/lineage.ts";
import { findFocus, shortest } from "./find-focus.ts";
import { addAnomaly, addVerdictDecision } from "./judged-nodes.ts";
import { addLabels } from "./label-nodes.ts";
import { type LabelSet, labelSets } from "./label-members.ts";
import { around } from "./reach.ts";
import { addRecords } from "./records.ts";
import { addStages } from "./stage-nodes.ts";
import { type LineageSource, type Node, Whole } from "./whole.ts";

export interface Found {
  readonly whole: Whole;
  readonly sets: readonly LabelSet[];
  readonly focus: Node;
  readonly withheld: boolean;
}

const withoutKind = (of: string, kind: string): string => (of.startsWith(`${kind}:`) ? of.slice(kind.length + 1) : of);

/** Everything the workspace holds and what was made of what, with the node that is called `of`. Throws as `readGraph` does. */
export function findNode(source: LineageSource, of: string): Found {
  const whole = new Whole();
  const file = withoutKind(of, "file");
  addRecords(whole, source, (name, sha256) => name === file || (file.length >= shortest && sha256.startsWith(file)));
  const sets = labelSets(source);
  addLabels(whole, sets);
  addStages(whole, source);
  const anomaly = addAnomaly(whole, source, sets, withoutKind(of, "anomaly"));
  if (anomaly !== undefined) return { whole, sets, focus: findFocus(whole.nodes, anomaly.id), withheld: anomaly.withheld };
  const decision = source.log.find(withoutKind(of, "decision"));
  const id = decision?.kind === "verdict.record" ? addVerdictDecision(whole, source, sets, decision) : of;
  return { whole, sets, focus: findFocus(whole.nodes, id), withheld: false };
}

/**
 * What a thing was made from, down to the files, and what was made from it. Throws AppError `not-found`, `bad-input` when several things fit, and
 * `conflict` for a verdict, or a case of a blind review, that may not be told yet.
 */
export function readGraph(source: LineageSource, of: string): LineageGraph {
  const { whole, focus, withheld } = findNode(source, of);
  return { ...around(whole, focus.id), withheld };
}
