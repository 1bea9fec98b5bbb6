import { verdictTitle } from "./verdict-words.ts";
import { contentId } from "../../hash.ts";
import type { LabelMember, LabelSet } from "./label-members.ts";
import type { Whole } from "./whole.ts";

/** What the members of a set are counted under: their verdict, where it is known and may be told. */
export const groupOf = ({ isWithheld, verdict }: LabelMember): string => (isWithheld ? "withheld" : (verdict?.key ?? "unknown"));

/**
 * The sets of labels with the versions they taught. The verdicts in a set are one node for each kind of verdict, the anomalies they were given on one
 * for each run: however many there are, there are few nodes.
 */
export function addLabels(whole: Whole, sets: readonly LabelSet[]): void {
  for (const { id, model, versions, positives, negatives, members } of sets) {
    const note = members === undefined ? { note: "its list cannot be read" } : {};
    const labels = whole.add({ kind: "labels", version: id, title: model, count: positives + negatives, ...note });
    for (const version of versions) whole.link(labels, `model:${version.id}`, "model.train");
    if (members === undefined) continue;
    const byRun = [...Map.groupBy(members, ({ run }) => run)];
    const anomalies = new Map(
      byRun.map(([run, of]) => {
        const version = contentId(of.map(({ anomaly }) => anomaly));
        const node = whole.add({ kind: "anomaly", key: `${id}/${run}`, version, title: model, count: of.length, note: "labelled" });
        whole.link(`run:${run}`, node, "score.batch");
        return [run, node] as const;
      }),
    );
    for (const [group, of] of Map.groupBy(members, groupOf)) {
      const version = contentId(of.map(({ anomaly, verdict }) => [anomaly, verdict?.decision ?? ""]));
      const node = whole.add({ kind: "decision", key: `${id}/${group}`, version, title: verdictTitle(group), count: of.length });
      whole.link(node, labels, "verdict.label");
      for (const { run } of of) whole.link(anomalies.get(run) ?? "", node, "verdict.record");
    }
  }
}
