import { z } from "zod";
import type { LineageDetail } from "../../../../shared/contract/lineage.ts";
import { countOf } from "../../../../shared/lib/unit-word.ts";
import { loadText } from "../../runtime.ts";
import { query } from "../../sqlite/statement.ts";
import { VerdictBody } from "../../triage/verdict-projection.ts";
import { findSnapshot } from "../../workspace/snapshots.ts";
import type { LabelMember } from "./label-members.ts";
import { groupOf } from "./label-nodes.ts";
import type { Found } from "./read-graph.ts";
import { allOfRun, surfacedBy } from "./surfaced.ts";
import { verdictTitle } from "./verdict-words.ts";
import type { LineageSource } from "./whole.ts";

const anomaliesSql = loadText(import.meta.url, "anomalies-of.sql");
const Row = z.object({ id: z.string(), label: z.string(), model: z.string(), run: z.string(), is_withheld: z.number() });

type Member = LineageDetail["members"]["rows"][number];

/** What a node stands for or is made of, each with an id to ask about: anomalies of a group, files of a snapshot, labels of a set. */
export function membersOf(source: LineageSource, { focus, sets }: Pick<Found, "focus" | "sets">): Member[] {
  if (focus.kind === "snapshot")
    return (findSnapshot(source.db, focus.version)?.manifest.files ?? [])
      .filter(({ mapped }) => mapped > 0)
      .map(({ name, sha256, mapped }) => ({ id: `file:${sha256}`, title: name, note: countOf(mapped, "events") }));
  const [owner = "", part] = focus.id.slice(focus.kind.length + 1).split("/");
  if (owner === allOfRun && part !== undefined)
    return surfacedBy(source.db, part)
      .filter((row) => row.is_in_review === 0)
      .map(({ id, label, model }) => ({ id: `anomaly:${id}`, title: label, note: model }));
  const members = sets.find(({ id }) => id === owner)?.members;
  if (members !== undefined) return members.filter((one) => isIn(one, focus.kind, part)).map(ofLabel);
  return focus.kind === "decision" || part !== undefined ? judgedBy(source, owner, part) : [];
}

const isIn = (member: LabelMember, kind: string, part: string | undefined): boolean =>
  part === undefined || (kind === "anomaly" ? member.run === part : groupOf(member) === part);

const ofLabel = ({ anomaly, label, isAnomaly, weight, isWithheld, verdict }: LabelMember): Member => {
  const who = verdict === undefined ? "" : ` by ${verdict.analyst}`;
  const note = isWithheld
    ? verdictTitle("withheld")
    : `${verdictTitle(verdict?.key ?? "")}${who}; ${isAnomaly ? "unusual" : "usual"}, weight ${weight.toFixed(2)}`;
  return { id: `anomaly:${anomaly}`, title: label, note };
};

/** The anomalies of a verdict, or those of them that one run surfaced. */
function judgedBy({ db, log }: LineageSource, decision: string, run: string | undefined): Member[] {
  const made = log.find(decision);
  if (made?.kind !== "verdict.record") return [];
  return query(db, anomaliesSql, Row)
    .all({ ids: JSON.stringify(VerdictBody.parse(made.body).anomalyIds) })
    .filter((row) => row.is_withheld === 0 && (run === undefined || row.run === run))
    .map(({ id, label, model }) => ({ id: `anomaly:${id}`, title: label, note: model }));
}
