import type { Output } from "../../../shared/contract/requests.ts";
import type { HuntCandidate } from "../../../shared/contract/hunts.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/models.ts";
import type { VerdictKey } from "../../../shared/domain/verdict.ts";
import { currentPartition } from "../resolution/partition.ts";
import { latestRuns } from "../scoring/runs.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { arrangedBy } from "./arranged.ts";
import { toCandidates, type Candidate } from "./candidates.ts";
import { createCriticalityLookup, type CriticalityLookup } from "./entity-criticality.ts";
import { type Finding, readFindingsById, SurfacedFindings } from "./finding.ts";
import { foldHunts, type HuntsState, type HuntState } from "./fold-hunts.ts";
import { gather } from "./gather.ts";
import { readHuntDecisions } from "./hunt-decisions.ts";
import { findLinks, gatheringRules, sharedEntities, type SharedEntity } from "./links.ts";
import { createModelFacts, type ModelFacts } from "./model-facts.ts";

/** Verdicts that leave nothing to hunt: what they were given on is not gathered again. */
const explained: ReadonlySet<VerdictKey> = new Set<VerdictKey>([
  "benign",
  "false-positive-model",
  "false-positive-data",
  "test",
  "duplicate",
  "disregard",
  "managed-externally",
]);

type LeftOut = Output<"hunts.candidates">["leftOut"];

/** Hunts and candidates as of one entry of the log and the newest runs. */
export interface Board {
  readonly hunts: HuntsState;
  /** Highest priority first. */
  readonly candidates: readonly Candidate[];
  readonly findings: readonly Finding[];
  /** By finding key. */
  readonly byKey: ReadonlyMap<string, Finding>;
  readonly shared: ReadonlyMap<string, SharedEntity>;
  /** Which hunt a finding is in, by finding key; the last opened where it is in several. */
  readonly huntOf: ReadonlyMap<string, HuntState>;
  /** The same subject and window whichever run surfaced it, by anomaly id. */
  readonly keyOf: (anomalyId: string) => string | undefined;
  readonly leftOut: LeftOut;
  readonly alone: number;
  readonly rules: readonly string[];
}

/** Reads the board, and keeps it until a run, an inventory or a decision changes it. Nothing of it is stored: it derives from runs and log. */
export class HuntBoard {
  readonly facts: ModelFacts;
  readonly criticality: CriticalityLookup;
  readonly #workspace: Workspace;
  readonly #log: DecisionLog;
  readonly #surfaced: SurfacedFindings;
  #kept: { readonly stamp: string; readonly board: Board } | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#log = workspace.log;
    this.facts = createModelFacts(workspace.paths.root);
    this.#surfaced = new SurfacedFindings(workspace.db, this.facts);
    this.criticality = createCriticalityLookup(workspace.db);
  }

  read(): Board {
    const { db } = this.#workspace;
    const runs = latestRuns(db);
    const stamp = JSON.stringify([this.#log.head().hash, runs.map((run) => run.id), this.criticality.stamp(), currentPartition(db)?.id]);
    if (this.#kept?.stamp === stamp) return this.#kept.board;
    const board = this.#derive(runs);
    this.#kept = { stamp, board };
    return board;
  }

  /** Throws AppError `not-found`. */
  hunt(id: string): HuntState {
    const hunt = this.read().hunts.hunts.get(id);
    if (hunt === undefined) throw new AppError("not-found", `there is no hunt ${id}`);
    return hunt;
  }

  /** The candidate of this id, or the one that holds what this id was made from. Throws AppError `not-found`, or `conflict` when that is in a hunt now. */
  candidate(id: string): Candidate {
    const board = this.read();
    const exact = board.candidates.find((candidate) => candidate.id === id);
    if (exact !== undefined) return exact;
    const anchor = board.findings.find((finding) => candidateId(finding) === id);
    const holder = anchor === undefined ? undefined : board.candidates.find((c) => c.members.some((m) => m.key === anchor.key));
    if (holder !== undefined) return holder;
    const hunt = anchor === undefined ? undefined : board.huntOf.get(anchor.key);
    if (hunt !== undefined) throw new AppError("conflict", `candidate ${id} is in the hunt “${hunt.record.topic}” (${hunt.id}) now`);
    throw new AppError("not-found", `there is no candidate ${id}`);
  }

  /** What the newest runs surfaced of a hunt or a candidate. Throws AppError `not-found`, or `conflict` for a candidate that became a hunt. */
  currentIds(id: string): string[] {
    const board = this.read();
    const hunt = board.hunts.hunts.get(id);
    if (hunt === undefined) return this.candidate(id).members.map((member) => member.id);
    return hunt.anomalyIds.flatMap((anomalyId) => board.byKey.get(board.keyOf(anomalyId) ?? "")?.id ?? []);
  }

  #derive(runs: readonly Run[]): Board {
    const { db } = this.#workspace;
    const hunts = foldHunts(readHuntDecisions(db));
    const named = [
      ...new Set([
        ...[...hunts.hunts.values()].flatMap((hunt) => hunt.anomalyIds),
        ...hunts.arrangements.flatMap(({ together, apart, dropped }) => [...together.flat(), ...apart.flat(2), ...dropped]),
      ]),
    ];
    const { findings, beyond } = this.#surfaced.of(runs, named);
    const current = new Set(findings.map((finding) => finding.id));
    const older = readFindingsById(
      db,
      this.facts,
      named.filter((id) => !current.has(id)),
    );
    const keys = new Map([...older, ...findings].map((finding) => [finding.id, finding.key]));
    const keyOf = (anomalyId: string): string | undefined => keys.get(anomalyId);
    const huntOf = new Map<string, HuntState>();
    for (const hunt of hunts.hunts.values())
      for (const id of hunt.anomalyIds) {
        const key = keyOf(id);
        if (key !== undefined) huntOf.set(key, hunt);
      }
    const arranged = arrangedBy(hunts.arrangements, keyOf);
    const leftOut: LeftOut = { suppressed: 0, withheld: 0, explained: 0, dropped: 0, inHunts: 0, beyond };
    const free = findings.filter((finding) => {
      const why = whyLeftOut(finding, huntOf, arranged.dropped);
      if (why !== undefined) leftOut[why] += 1;
      return why === undefined;
    });
    const shared = sharedEntities(findings);
    const groups = gather(free, findLinks(free, shared), arranged);
    const candidates = toCandidates(
      groups.filter((group) => group.length > 1).map((group) => ({ id: candidateId(group[0]), members: group })),
      { shared, arranged, facts: this.facts, criticality: this.criticality },
    );
    return {
      hunts,
      candidates,
      findings,
      byKey: new Map(findings.map((finding) => [finding.key, finding])),
      shared,
      huntOf,
      keyOf,
      leftOut,
      alone: groups.filter((group) => group.length === 1).length,
      rules: gatheringRules,
    };
  }
}

/** After its earliest member, so that what joins later does not change it; an id that was one goes on to whoever holds that member. */
const candidateId = (anchor: Finding | undefined): string => `c${anchor?.key.slice(1, 17) ?? ""}`;

function whyLeftOut(finding: Finding, huntOf: ReadonlyMap<string, HuntState>, dropped: ReadonlySet<string>): keyof LeftOut | undefined {
  if (huntOf.has(finding.key)) return "inHunts";
  if (dropped.has(finding.key)) return "dropped";
  if (finding.pValue === undefined) return "withheld";
  if (finding.verdict !== undefined && explained.has(finding.verdict)) return "explained";
  return finding.isSuppressed ? "suppressed" : undefined;
}

export const toHuntCandidate = ({ members, ...candidate }: Candidate): HuntCandidate => ({
  ...candidate,
  anomalyIds: members.map((member) => member.id),
});
