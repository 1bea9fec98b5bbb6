import type { Forest, ModelMatrix } from "../forest.ts";
import { mapLeaves } from "./leaf-map.ts";
import { parentsOf } from "./feedback-guided.ts";
import type { Lesson } from "./teach.ts";

export interface LessonEffect {
  /** Its number among the lessons. */
  readonly lesson: number;
  /** Score with the lesson minus score without it, all others kept, in edges of the mean path; above 0 the lesson makes the row stranger. */
  readonly effect: number;
}

export interface RowEffects {
  /** The same for all lessons at once: score as taught minus score as untaught. Not the sum of the single ones, since weights stop at 0. */
  readonly all: number;
  /** Lessons that share an edge with the row and change its score, strongest first. */
  readonly lessons: readonly LessonEffect[];
}

/**
 * What each lesson of a feedback-guided forest does to each row, by taking it away: only edges on the paths of both can change, so that this is exact
 * for the given trees. `labelled` has one row per lesson. O(lessons * trees * depth) and, for each row, O(lessons that share its edges).
 */
export function lessonEffects(forest: Forest, rows: ModelMatrix, labelled: ModelMatrix, lessons: readonly Lesson[], eta = 1): RowEffects[] {
  const parent = parentsOf(forest);
  const theta = new Float64Array(forest.feature.length).fill(1);
  const through = new Map<number, { readonly lesson: number; readonly step: number }[]>();
  const taught = mapLeaves(forest, labelled);
  for (const [lesson, { isAnomaly, weight = 1 }] of lessons.entries()) {
    const step = eta * weight * (isAnomaly ? 1 : -1);
    for (let tree = 0; tree < taught.trees; tree++)
      for (const node of edgesTo(parent, taught.nodeOfLeaf[taught.leafOf[lesson * taught.trees + tree] ?? 0] ?? 0)) {
        theta[node] = (theta[node] ?? 0) - step;
        const known = through.get(node);
        if (known === undefined) through.set(node, [{ lesson, step }]);
        else known.push({ lesson, step });
      }
  }
  const { leafOf, nodeOfLeaf, trees } = mapLeaves(forest, rows);
  return Array.from({ length: rows.rowCount }, (_, row) => {
    const effects = new Float64Array(lessons.length);
    let all = 0;
    for (let tree = 0; tree < trees; tree++)
      for (const node of edgesTo(parent, nodeOfLeaf[leafOf[row * trees + tree] ?? 0] ?? 0)) {
        const weight = theta[node] ?? 0;
        const kept = Math.max(0, weight);
        all += 1 - kept;
        for (const { lesson, step } of through.get(node) ?? [])
          effects[lesson] = (effects[lesson] ?? 0) + Math.max(0, weight + step) - kept;
      }
    return {
      all: all / trees,
      lessons: Array.from(effects, (effect, lesson) => ({ lesson, effect: effect / trees }))
        .filter(({ effect }) => effect !== 0)
        .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || a.lesson - b.lesson),
    };
  });
}

/** Nodes whose edge from the parent is on the path, from the leaf up; not the root. */
function* edgesTo(parent: Int32Array, leaf: number): Generator<number> {
  for (let node = leaf; (parent[node] ?? -1) >= 0; node = parent[node] ?? -1) yield node;
}
