import type { Golden, ImportedModel } from "../../../../shared/contract/foreign-models.ts";
import type { ForeignModel } from "../../onnx/foreign/foreign-host.ts";
import type { ForeignBinding } from "../../onnx/foreign/foreign-protocol.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";
import type { RuntimeControl } from "../../onnx/model-runtime.ts";
import { type GoldenAnswer, thresholdSlack } from "../golden.ts";
import { columnsOfRows } from "./foreign-rows.ts";
import type { ForeignSpec } from "./foreign-spec.ts";

/** The rows whose scores the model's author wrote down must score the same here. Refuses where they do not. */
export async function checkGolden(
  model: ForeignModel,
  binding: ForeignBinding,
  golden: Golden | undefined,
  control: RuntimeControl,
): Promise<ImportedModel["golden"]> {
  if (golden === undefined) return { state: "none", rows: 0, largestDifference: null };
  const { in: rows, out, atol, rtol } = golden;
  if (rows.length !== out.length) return refuse(`manifest.json has ${rows.length} golden rows and ${out.length} scores of them`);
  const columns = columnsOfRows(binding.features, rows, "the golden rows");
  const { scores } = await model.score({ binding, rowCount: rows.length, columns }, control);
  let largestDifference = 0;
  for (const [row, expected] of out.entries()) {
    const score = scores[row] ?? Number.NaN;
    const difference = Math.abs(score - expected);
    if (!(difference <= atol + rtol * Math.abs(expected)))
      refuse(
        Number.isNaN(score)
          ? `golden row ${row} has no score here; ${expected} is expected`
          : `golden row ${row} scores ${score} here; ${expected} is expected (atol ${atol}, rtol ${rtol})`,
      );
    largestDifference = Math.max(largestDifference, difference);
  }
  return { state: "pass", rows: rows.length, largestDifference };
}

/** The same question to a version that is in use, answered by counting: rows within the author's own tolerance, and on which side of his threshold. */
export async function answerForeignGolden(
  model: ForeignModel,
  binding: ForeignBinding,
  { golden, threshold }: Pick<ForeignSpec, "golden" | "threshold">,
  control: RuntimeControl,
): Promise<GoldenAnswer | undefined> {
  if (golden === undefined) return undefined;
  const { in: rows, out, atol, rtol } = golden;
  const columns = columnsOfRows(binding.features, rows, "the golden rows");
  const { scores } = await model.score({ binding, rowCount: rows.length, columns }, control);
  const differences = out.map((expected, i) => Math.abs((scores[i] ?? Number.NaN) - expected));
  const isBeyond = (score: number | undefined): boolean => threshold !== undefined && (score ?? Number.NaN) > threshold;
  return {
    n: out.length,
    k: out.filter((expected, i) => (differences[i] ?? Number.NaN) <= atol + rtol * Math.abs(expected)).length,
    flips: out.filter((expected, i) => isBeyond(scores[i]) !== isBeyond(expected) && !((differences[i] ?? Number.NaN) <= thresholdSlack))
      .length,
    largestDifference: differences.reduce((most, d) => Math.max(most, Number.isNaN(d) ? Number.POSITIVE_INFINITY : d), 0),
  };
}
