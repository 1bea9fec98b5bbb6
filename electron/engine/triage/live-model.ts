import type { Forest, ModelMatrix } from "../forest/forest.ts";
import { createFeedbackGuided, type FeedbackGuided } from "../forest/feedback/feedback-guided.ts";
import { type LeafMap, mapLeaves } from "../forest/feedback/leaf-map.ts";
import { fuseRanks } from "../forest/feedback/rank-fusion.ts";
import { createTreeAad, type TreeAad } from "../forest/feedback/tree-aad.ts";

/** A verdict as a ranking learns from it. */
export interface LiveLesson {
  readonly anomalyId: string;
  readonly isAnomaly: boolean;
  readonly weight: number;
}

export const sameLesson = (a: LiveLesson | undefined, b: LiveLesson | undefined): boolean =>
  a?.anomalyId === b?.anomalyId && a?.isAnomaly === b?.isAnomaly && a?.weight === b?.weight;

/**
 * One run's anomalies ranked as the verdicts so far would have them: tree-AAD and the feedback-guided forest, fused by reciprocal
 * rank. The model itself is never changed. A further verdict costs a few milliseconds; one taken back makes the ranking anew.
 */
export class LiveModel {
  readonly #leaves: LeafMap;
  readonly #rowOf: ReadonlyMap<string, number>;
  #lessons: readonly LiveLesson[] = [];
  #guided: FeedbackGuided;
  #aad: TreeAad;
  #scores: ReadonlyMap<string, number> | undefined;

  /** `rows` has one row per id. */
  constructor(forest: Forest, rows: ModelMatrix, ids: readonly string[]) {
    this.#leaves = mapLeaves(forest, rows);
    this.#rowOf = new Map(ids.map((id, row) => [id, row]));
    [this.#guided, this.#aad] = this.#untaught();
  }

  knows(lessons: readonly LiveLesson[]): boolean {
    return lessons.every((l) => this.#rowOf.has(l.anomalyId));
  }

  /** Whether these are the verdicts it has learnt. */
  isTaught(lessons: readonly LiveLesson[]): boolean {
    return this.#lessons.length === lessons.length && lessons.every((l, i) => sameLesson(l, this.#lessons[i]));
  }

  get lessons(): readonly LiveLesson[] {
    return this.#lessons;
  }

  /** Brings the ranking to exactly these verdicts, in their order. Tells whether they were known, or are those and one more. */
  learn(lessons: readonly LiveLesson[]): "known" | "next" | "other" {
    if (this.isTaught(lessons)) return "known";
    const known = this.#lessons;
    const goesOn = known.every((l, i) => sameLesson(l, lessons[i]));
    if (!goesOn) [this.#guided, this.#aad] = this.#untaught();
    const judged = lessons.map((l) => ({ row: this.#rowOf.get(l.anomalyId) ?? 0, isAnomaly: l.isAnomaly, weight: l.weight }));
    for (const one of judged.slice(goesOn ? known.length : 0)) this.#guided.learn(one);
    this.#aad.learn(judged);
    this.#lessons = lessons;
    this.#scores = undefined;
    return goesOn && lessons.length === known.length + 1 ? "next" : "other";
  }

  /** Fused score by anomaly; higher is stranger. */
  scores(): ReadonlyMap<string, number> {
    if (this.#scores === undefined) {
      const fused = fuseRanks([this.#aad.scores(), this.#guided.scores()]);
      this.#scores = new Map([...this.#rowOf].map(([id, row]) => [id, fused[row] ?? 0]));
    }
    return this.#scores;
  }

  #untaught(): [FeedbackGuided, TreeAad] {
    return [createFeedbackGuided(this.#leaves), createTreeAad(this.#leaves)];
  }
}
