import { statSync } from "node:fs";
import { join } from "node:path";
import { CancelledError } from "../../../../shared/contract/errors.ts";
import type { LineageGraph, LineageNode, LineageState, LineageVerification } from "../../../../shared/contract/lineage.ts";
import type { AuditReport } from "../../../../shared/contract/workspace.ts";
import { nowUs } from "../../runtime.ts";
import { listRetired } from "../../workspace/retirements.ts";
import { findSnapshot } from "../../workspace/snapshots.ts";
import { labelSets } from "../graph/label-members.ts";
import { readGraph } from "../graph/read-graph.ts";
import type { LineageSource } from "../graph/whole.ts";
import { readLineageHead } from "../lineage-log.ts";
import { readEvents } from "../read-events.ts";
import { type LineageProblem, verifyLineage } from "../verify-lineage.ts";
import { checkBundle, checkEvaluation, checkSnapshot, checkSourceFile, checkSuite } from "./check-files.ts";
import { checkAnomaly, checkDataset, checkDecision, checkLabels, checkRun } from "./check-records.ts";
import type { Checking, Outcome, RecordedRun } from "./checking.ts";
import { SourcePlaces } from "./source-places.ts";

export interface VerifyWork extends Pick<Checking, "packagesDir" | "broken"> {
  readonly source: LineageSource & { readonly log: { verify(): AuditReport } };
  readonly places: ConstructorParameters<typeof SourcePlaces>[0];
  readonly signal: AbortSignal;
  readonly progress: (change: { stage: string; done: number; total: number; unit: string }) => void;
}

const checks: Readonly<Record<LineageNode["kind"], (checking: Checking, node: LineageNode) => Outcome | Promise<Outcome>>> = {
  file: checkSourceFile,
  snapshot: checkSnapshot,
  dataset: checkDataset,
  labels: checkLabels,
  suite: checkSuite,
  model: checkBundle,
  evaluation: checkEvaluation,
  run: checkRun,
  anomaly: checkAnomaly,
  decision: checkDecision,
};

/** Reads again what the graph of `of` names and says of each node how it compares with what was recorded. Rejects with CancelledError on the signal. */
export async function verifyGraph(work: VerifyWork, of: string): Promise<LineageVerification> {
  const { source, signal, progress, packagesDir, broken } = work;
  const graph = readGraph(source, of);
  const sets = labelSets(source);
  const places = work.places.length === 0 ? undefined : new SourcePlaces(work.places);
  const total = bytesToRead(source, graph, places);
  let done = 0;
  let stage = "the logs";
  const report = (): void => progress({ stage, done: Math.min(done, total), total, unit: "bytes" });
  report();
  const chain = source.log.verify();
  const problems = verifyLineage(source.paths.lineage, readLineageHead(source.db));
  const read = (bytes: number): void => {
    done += bytes;
    report();
  };
  const checking: Checking = {
    source,
    sets,
    packagesDir,
    broken,
    places,
    hooks: { signal, read },
    logProblems: new Map(chain.problems.toReversed().map(({ seq, problem }) => [seq, problem])),
    recordedRuns: recordedRuns(source.paths.lineage, problems),
  };
  const nodes: LineageVerification["nodes"] = [];
  for (const node of graph.nodes) {
    if (signal.aborted) throw new CancelledError();
    stage = node.title;
    report();
    nodes.push({ id: node.id, ...(await checks[node.kind](checking, node)) });
    await breathe();
  }
  const logs = [logOutcome(chain), filesOutcome(problems)];
  const counts: Record<LineageState, number> = { verified: 0, changed: 0, missing: 0, "not-kept": 0 };
  for (const { state } of nodes) counts[state] += 1;
  const ok = [...nodes, ...logs].every(({ state }) => state === "verified" || state === "not-kept");
  return { focus: graph.focus, at: nowUs(), ok, counts, nodes, logs };
}

/** Lets a cancel through between nodes that are checked without waiting for anything. */
const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function logOutcome({ entries, problems }: AuditReport): LineageVerification["logs"][number] {
  const [first] = problems;
  const name = "decision log";
  if (first === undefined) return { name, state: "verified", text: `Every one of its ${entries} entries follows the one before it.` };
  return { name, state: "changed", text: `Entry ${first.seq}: ${first.problem}${andMore(problems.length)}.` };
}

function filesOutcome(problems: readonly LineageProblem[]): LineageVerification["logs"][number] {
  const [first] = problems;
  const name = "lineage files";
  if (first === undefined) return { name, state: "verified", text: "Every event follows the one before it." };
  return { name, state: "changed", text: `lineage/${first.file} line ${first.line}: ${first.problem}${andMore(problems.length)}.` };
}

const andMore = (n: number): string => (n > 1 ? `; ${n - 1} more` : "");

/** What the lineage files say of every run, the last time it was made. */
function recordedRuns(folder: string, problems: readonly LineageProblem[]): Map<string, RecordedRun> {
  const wrong = new Map(problems.map(({ file, line, problem }) => [`lineage/${file}:${line}`, problem]));
  const { events } = readEvents(folder, { limit: Number.MAX_SAFE_INTEGER, job: "score.batch", type: "COMPLETE", whole: false });
  return new Map(
    events
      .toReversed()
      .flatMap(({ seq, inputs, outputs, file, line }) =>
        outputs.flatMap(({ version }) =>
          version === undefined
            ? []
            : [[version, { seq, inputs: inputs.flatMap((one) => one.version ?? []), problem: wrong.get(`${file}:${line}`) }] as const],
        ),
      ),
  );
}

/** Bytes of segments that are there, and of the source files that may be read; a file of more than one snapshot counts once. */
function bytesToRead({ db, paths }: LineageSource, { nodes }: LineageGraph, places: SourcePlaces | undefined): number {
  const retired = listRetired(db);
  const segments = nodes
    .filter(({ kind, version }) => kind === "snapshot" && !retired.has(version))
    .flatMap(({ version }) => findSnapshot(db, version)?.manifest.segments.map(({ file }) => join(paths.snapshots, version, file)) ?? [])
    .map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  const sources = places?.files.map(({ bytes }) => bytes) ?? [];
  return [...segments, ...sources].reduce((sum, bytes) => sum + bytes, 0);
}
