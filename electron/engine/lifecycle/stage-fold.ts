import type { Stage } from "../../../shared/contract/models.ts";
import type { StageEvent } from "../../../shared/contract/stages.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { ancestry, mergeKind } from "../sqlite/decision-graph.ts";
import { isStageDecision, toStageEvent } from "./stage-events.ts";
import { championAfter, movesOf, refusalOf } from "./stage-rules.ts";

/** Least first. */
const byTrust: readonly Stage[] = ["quarantined", "retired", "registered", "validated", "challenger", "champion"];

export interface Standing {
  readonly stage: Stage;
  readonly decision: string;
  readonly seq: number;
}

interface Entry {
  readonly event: StageEvent;
  readonly hash: string;
}
type ComesBefore = (earlier: Entry, later: Entry) => boolean;

/**
 * Where changes leave versions, given oldest first. Of changes that no other follows, made in copies of the workspace that were apart, the one that trusts
 * a version least counts; and where they leave a model with several champions it has none until a person promotes one, the others being challengers.
 * No such choice is made by time or place, since that would be a promotion that nobody decided.
 */
class StageFold {
  readonly #comesBefore: ComesBefore;
  readonly #ofVersion = new Map<string, readonly { readonly entry: Entry; readonly to: Stage }[]>();
  readonly #championChanges = new Map<string, readonly Entry[]>();

  constructor(comesBefore: ComesBefore) {
    this.#comesBefore = comesBefore;
  }

  add(entry: Entry): void {
    const { event } = entry;
    for (const { version, to } of movesOf(event)) {
      const before = this.#ofVersion.get(version) ?? [];
      this.#ofVersion.set(version, [...before.filter((one) => !this.#comesBefore(one.entry, entry)), { entry, to }]);
    }
    if (championAfter(event) === undefined) return;
    const before = this.#championChanges.get(event.model) ?? [];
    this.#championChanges.set(event.model, [...before.filter((one) => !this.#comesBefore(one, entry)), entry]);
  }

  /** Undefined of a version that nothing was decided about. */
  stageOf(version: string): Standing | undefined {
    const [least] = (this.#ofVersion.get(version) ?? []).toSorted((a, b) => byTrust.indexOf(a.to) - byTrust.indexOf(b.to));
    if (least === undefined) return undefined;
    const { decision, seq, model } = least.entry.event;
    const isChampion = least.to === "champion" && this.#claims(model).length === 1 && this.#claims(model)[0] === version;
    return { stage: least.to === "champion" && !isChampion ? "challenger" : least.to, decision, seq };
  }

  championOf(model: string): string | undefined {
    const [only, ...others] = this.#claims(model);
    return only !== undefined && others.length === 0 && this.stageOf(only)?.stage === "champion" ? only : undefined;
  }

  versions(): readonly string[] {
    return [...this.#ofVersion.keys()];
  }

  models(): readonly string[] {
    return [...this.#championChanges.keys()];
  }

  #claims(model: string): string[] {
    return [...new Set((this.#championChanges.get(model) ?? []).flatMap(({ event }) => championAfter(event) ?? []))];
  }
}

export interface Stages {
  /** By version; one nobody decided about is registered, and absent. */
  readonly of: ReadonlyMap<string, Standing>;
  /** By model. */
  readonly championOf: ReadonlyMap<string, string>;
  /** Entries that no rule of ours would have let in, given what whoever wrote them could see. */
  readonly problems: readonly { readonly seq: number; readonly problem: string }[];
}

/** What the whole log says of stages. */
export function stagesOf(decisions: readonly Decision[]): Stages {
  const entries = decisions.filter(isStageDecision).map((decision) => ({ event: toStageEvent(decision), hash: decision.hash }));
  const comesBefore = orderOf(decisions);
  const fold = new StageFold(comesBefore ?? (() => true));
  const problems = entries.flatMap((entry, i) => {
    const seen = comesBefore === undefined ? fold : seenFrom(entry, entries.slice(0, i), comesBefore);
    const found = problemsOf(entry.event, seen);
    fold.add(entry);
    return found;
  });
  const of = fold.versions().flatMap((version): [string, Standing][] => {
    const standing = fold.stageOf(version);
    return standing === undefined ? [] : [[version, standing]];
  });
  const championOf = fold.models().flatMap((model): [string, string][] => {
    const version = fold.championOf(model);
    return version === undefined ? [] : [[model, version]];
  });
  return { of: new Map(of), championOf: new Map(championOf), problems };
}

/** Undefined where the order of the log is all there is to know. */
function orderOf(decisions: readonly Decision[]): ComesBefore | undefined {
  if (decisions.every(({ kind }) => kind !== mergeKind)) return undefined;
  const comesBefore = ancestry(
    decisions.map(({ hash, prevHash, kind, body, at }) => ({
      hash,
      prev_hash: prevHash,
      kind,
      body: kind === mergeKind ? canonicalJson(body) : "",
      at_us: at,
    })),
  );
  return (earlier, later) => comesBefore(earlier.hash, later.hash);
}

function seenFrom(entry: Entry, earlier: readonly Entry[], comesBefore: ComesBefore): StageFold {
  const fold = new StageFold(comesBefore);
  for (const one of earlier) if (one.event.model === entry.event.model && comesBefore(one, entry)) fold.add(one);
  return fold;
}

function problemsOf(event: StageEvent, seen: StageFold): Stages["problems"] {
  const { seq } = event;
  const refusal = refusalOf(event);
  const misplaced = movesOf(event).flatMap(({ version, from }) => {
    const before = seen.stageOf(version)?.stage ?? "registered";
    return before === from ? [] : [`version ${version.slice(0, 12)} is said to have been ${from}, but was ${before}`];
  });
  return [...(refusal === undefined ? [] : [refusal]), ...misplaced].map((problem) => ({ seq, problem }));
}
