import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../shared/lib/random.ts";
import type { ModelMatrix } from "../forest.ts";
import { trainForest } from "../train-forest.ts";
import { createFeedbackGuided } from "./feedback-guided.ts";
import { mapLeaves } from "./leaf-map.ts";
import { lessonEffects } from "./lesson-effects.ts";

const featureCount = 3;
const random = createRandom(5);
const data = Float32Array.from({ length: 200 * featureCount }, () => random.float() + random.float());
const matrix: ModelMatrix = { data, rowCount: 200, featureCount };
const forest = trainForest(matrix, { trees: 6, sampleSize: 32, seed: 2 });
const pick = (rows: readonly number[]): ModelMatrix => ({
  data: Float32Array.from(rows.flatMap((row) => [...data.subarray(row * featureCount, (row + 1) * featureCount)])),
  rowCount: rows.length,
  featureCount,
});

const judged = [3, 9, 27, 81, 9];
// The same row twice and full weights: some edges reach 0 and stay there.
const lessons = judged.map((_, i) => ({ isAnomaly: i !== 2, weight: i === 3 ? 0.5 : 1 }));
const asked = Array.from({ length: 40 }, (_, i) => i);

function scoresTaughtBy(kept: readonly number[]): number[] {
  const guided = createFeedbackGuided(mapLeaves(forest, matrix));
  for (const i of kept) guided.learn({ row: judged[i] ?? 0, ...(lessons[i] ?? { isAnomaly: false }) });
  const scores = guided.scores();
  return asked.map((row) => scores[row] ?? 0);
}

describe("effects of single lessons", () => {
  const effects = lessonEffects(forest, pick(asked), pick(judged), lessons);
  const whole = scoresTaughtBy([0, 1, 2, 3, 4]);

  it("equal the difference that teaching without the lesson makes", () => {
    for (const left of lessons.keys()) {
      const without = scoresTaughtBy([...lessons.keys()].filter((i) => i !== left));
      for (const row of asked)
        expect(effects[row]?.lessons.find(({ lesson }) => lesson === left)?.effect ?? 0).toBeCloseTo(
          ((whole[row] ?? 0) - (without[row] ?? 0)) / 6,
          9,
        );
    }
  });

  it("and of all of them together that of an untaught forest", () => {
    const untaught = scoresTaughtBy([]);
    for (const row of asked) expect(effects[row]?.all).toBeCloseTo(((whole[row] ?? 0) - (untaught[row] ?? 0)) / 6, 9);
    expect(effects.some(({ all, lessons: single }) => Math.abs(all - single.reduce((sum, { effect }) => sum + effect, 0)) > 0.01)).toBe(
      true,
    );
  });

  it("come strongest first, and a row is moved most by a verdict on itself", () => {
    for (const { lessons: own } of effects)
      expect(own.map(({ effect }) => Math.abs(effect))).toEqual(own.map(({ effect }) => Math.abs(effect)).toSorted((a, b) => b - a));
    expect(effects[27]?.lessons[0]).toMatchObject({ lesson: 2 });
    expect(effects[27]?.lessons[0]?.effect).toBeLessThan(0);
  });

  it("are none without lessons", () => {
    expect(lessonEffects(forest, pick([0]), pick([]), [])).toEqual([{ all: 0, lessons: [] }]);
  });
});
