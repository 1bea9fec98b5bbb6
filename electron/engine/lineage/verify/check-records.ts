import { z } from "zod";
import { contentId, sha256 } from "../../hash.ts";
import { loadText } from "../../runtime.ts";
import { anomalyIdOf } from "../../scoring/anomaly-id.ts";
import { BundleBreak, readTrainingReport } from "../../scoring/bundle.ts";
import { listRuns } from "../../scoring/runs.ts";
import { query } from "../../sqlite/statement.ts";
import { VerdictBody } from "../../triage/verdict-projection.ts";
import { listDatasetVersions } from "../../workspace/dataset-versions.ts";
import { groupOf } from "../graph/label-nodes.ts";
import { allOfRun, surfacedBy } from "../graph/surfaced.ts";
import type { Node } from "../graph/whole.ts";
import type { Checking, Outcome } from "./checking.ts";

const recordsSql = loadText(import.meta.url, "anomaly-records.sql");
const Record = z.object({
  id: z.string(),
  run: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  body: z.string(),
  decisions: z.string(),
});
type Record = z.infer<typeof Record>;

const compared = (expected: string, found: string, same: string, other: string): Outcome => ({
  state: expected === found ? "verified" : "changed",
  text: expected === found ? same : other,
  expected,
  found,
});

export function checkDataset({ source }: Checking, { version }: Node): Outcome {
  const dataset = listDatasetVersions(source.db).find(({ id }) => id === version);
  const found = contentId(dataset?.snapshots ?? []);
  return compared(version, found, "Its id is that of the snapshots it lists, in their order.", "The snapshots it lists give another id.");
}

/** The set is named by the digest of its own list, which lies in the bundle of a version it taught. */
export function checkLabels({ source, sets }: Checking, { version }: Node): Outcome {
  const taught = sets.find(({ id }) => id === version)?.versions ?? [];
  for (const { model, id } of taught)
    try {
      const report = readTrainingReport(source.paths.root, model, id);
      if (report === undefined) continue;
      return compared(
        version,
        contentId(report.used),
        `The ${report.used.length} labels listed in the bundle give its digest.`,
        "The labels listed in the bundle give another digest.",
      );
    } catch (error) {
      if (!(error instanceof BundleBreak)) throw error;
      return { state: "changed", text: error.message, expected: error.expected, found: error.found };
    }
  return { state: "missing", text: "No bundle holds its list.", expected: version, found: null };
}

/** A run's record is compared with what the lineage files, which are chained, say that it read. */
export function checkRun({ source, recordedRuns }: Checking, { version }: Node): Outcome {
  const run = listRuns(source.db).find(({ id }) => id === version);
  const recorded = recordedRuns.get(version);
  if (run === undefined) return { state: "missing", text: "Its record is gone.", expected: version, found: null };
  if (recorded === undefined)
    return { state: "not-kept", text: "No lineage event tells of it, so that there is nothing to compare its record with." };
  if (recorded.problem !== undefined)
    return { state: "changed", text: `Lineage event ${recorded.seq}, which tells of it, ${recorded.problem}.` };
  const isSame = [run.modelVersion, run.datasetVersion].every((id) => recorded.inputs.includes(id));
  const text = isSame
    ? "names the same model version and dataset version as its record"
    : "names another model version or dataset version than its record";
  return { state: isSame ? "verified" : "changed", text: `Lineage event ${recorded.seq} ${text}.` };
}

/** An entry by its place in the chain; a group by those of all its verdicts. */
export function checkDecision(checking: Checking, node: Node): Outcome {
  const { source, logProblems } = checking;
  const ids = decisionsOf(checking, node);
  const made = ids.map((id) => source.log.find(id));
  const gone = made.filter((one) => one === undefined).length;
  if (gone > 0) return { state: "missing", text: `${gone} of ${ids.length} entries are not in the log.` };
  const [broken] = made.flatMap((one) => (one !== undefined && logProblems.has(one.seq) ? [one.seq] : []));
  if (broken !== undefined) return { state: "changed", text: `Entry ${broken} ${logProblems.get(broken) ?? ""}.` };
  if (ids.length === 0)
    return { state: "not-kept", text: "The log of this workspace holds no verdict that these labels can have come from." };
  const what = ids.length === 1 ? "Its entry has" : `Their ${ids.length} entries have`;
  return { state: "verified", text: `${what} the hash that the log's chain goes on from.` };
}

function decisionsOf({ sets }: Checking, { id, kind, count, version }: Node): string[] {
  if (count === undefined) return [version];
  const [set, group] = id.slice(kind.length + 1).split("/");
  const members = sets.find((one) => one.id === set)?.members ?? [];
  return [...new Set(members.filter((one) => groupOf(one) === group).flatMap(({ verdict }) => verdict?.decision ?? []))];
}

/** An anomaly's id is that of its run, subject and window; a verdict on it signs all that its analyst saw. */
export function checkAnomaly(checking: Checking, node: Node): Outcome {
  const ids = anomaliesOf(checking, node);
  const records = query(checking.source.db, recordsSql, Record).all({ ids: JSON.stringify(ids) });
  if (records.length < ids.length)
    return {
      state: "missing",
      text: ids.length === 1 ? "Its record is gone." : `${ids.length - records.length} of ${ids.length} records are gone.`,
    };
  for (const record of records) {
    const keys = z.record(z.string(), z.string()).parse(JSON.parse(record.subject_key));
    const found = anomalyIdOf(record.run, keys, { windowFromUs: record.from_us, windowToUs: record.to_us });
    if (found !== record.id)
      return { state: "changed", text: "Run, subject and window of its record give another id.", expected: record.id, found };
  }
  const signed = records.flatMap((record) => seenOf(checking, record).map((seen) => ({ record, seen })));
  const changed = signed.find(
    ({ record: { body, score, p_value: p }, seen }) => sha256(body) !== seen.bodySha256 || score !== seen.score || p !== seen.pValue,
  );
  if (changed !== undefined)
    return {
      state: "changed",
      text: `${changed.record.id} is not what its analyst saw when judging it.`,
      expected: changed.seen.bodySha256,
      found: sha256(changed.record.body),
    };
  const what = ids.length === 1 ? "Run, subject and window give its id" : `Run, subject and window of all ${ids.length} give their ids`;
  const also =
    signed.length === 0
      ? "no verdict has signed what it says"
      : `what it says is what ${signed.length === 1 ? "its verdict" : `${signed.length} verdicts`} signed`;
  return { state: "verified", text: `${what}; ${also}.` };
}

function anomaliesOf({ sets, source }: Checking, { id, kind, count, version }: Node): string[] {
  if (count === undefined) return [version];
  const [owner = "", run] = id.slice(kind.length + 1).split("/");
  if (owner === allOfRun) return surfacedBy(source.db, version).map((one) => one.id);
  const members = sets.find((one) => one.id === owner)?.members;
  if (members !== undefined) return members.filter((one) => one.run === run).map(({ anomaly }) => anomaly);
  const made = source.log.find(owner);
  const judged = made === undefined ? [] : VerdictBody.parse(made.body).seen;
  return judged.filter((one) => one.run === run).map(({ anomalyId }) => anomalyId);
}

function seenOf({ source }: Checking, { id, decisions }: Record): VerdictBody["seen"] {
  const made = z
    .array(z.string())
    .parse(JSON.parse(decisions))
    .flatMap((decision) => source.log.find(decision) ?? []);
  return made.flatMap(({ body }) => VerdictBody.parse(body).seen.filter((seen) => seen.anomalyId === id));
}
