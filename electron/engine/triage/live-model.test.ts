import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import { trainForest } from "../forest/train-forest.ts";
import { LiveModel, type LiveLesson } from "./live-model.ts";

const width = 3;
const random = createRandom(5);
/** Every tenth row lies far to the right, every tenth far to the left. */
const matrix: ModelMatrix = {
  rowCount: 300,
  featureCount: width,
  data: Float32Array.from({ length: 300 * width }, (_, i) => {
    const row = Math.floor(i / width);
    return random.float() * 2 + (row % 10 === 0 ? 4 : row % 10 === 1 ? -4 : 0);
  }),
};
const ids = Array.from({ length: 300 }, (_, row) => `a${row}`);
const forest = trainForest(matrix, { trees: 50, sampleSize: 128, seed: 1 });
const lesson = (row: number, isAnomaly: boolean): LiveLesson => ({ anomalyId: `a${row}`, isAnomaly, weight: 1 });
const meanScore = (model: LiveModel, rest: number): number => {
  const rows = ids.filter((_, row) => row % 10 === rest && row > 100);
  return rows.reduce((sum, id) => sum + (model.scores().get(id) ?? 0), 0) / rows.length;
};

describe("a run ranked by the verdicts so far", () => {
  it("raises what looks like the confirmed and lowers what looks like the dismissed", () => {
    const model = new LiveModel(forest, matrix, ids);
    const before = [meanScore(model, 0), meanScore(model, 1)];
    model.learn([0, 10, 20].flatMap((row) => [lesson(row, true), lesson(row + 1, false)]));
    expect(meanScore(model, 0)).toBeGreaterThan(before[0] ?? 0);
    expect(meanScore(model, 1)).toBeLessThan(before[1] ?? 0);
  });

  it("is as if a verdict taken back had never been given", () => {
    const model = new LiveModel(forest, matrix, ids);
    const kept = [lesson(0, true), lesson(1, false)];
    model.learn(kept);
    model.learn([...kept, lesson(31, false)]);
    model.learn(kept);
    const fresh = new LiveModel(forest, matrix, ids);
    fresh.learn(kept);
    expect(model.scores()).toEqual(fresh.scores());
    model.learn([]);
    expect(model.scores()).toEqual(new LiveModel(forest, matrix, ids).scores());
  });
});
