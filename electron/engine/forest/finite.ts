import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelMatrix } from "./forest.ts";

/** Trees and ONNX Runtime take NaN and infinities silently (NaN goes right), so they are refused before. */
export function requireFinite(matrix: ModelMatrix): void {
  const { data, featureCount, rowCount } = matrix;
  if (data.length !== rowCount * featureCount)
    throw new AppError(
      "model-mismatch",
      `The matrix has ${data.length} values; ${rowCount} rows of ${featureCount} features were promised.`,
    );
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      const feature = i % featureCount;
      throw new AppError(
        "model-mismatch",
        `Row ${(i - feature) / featureCount}, feature ${feature} is ${data[i]}; a model takes finite numbers only.`,
      );
    }
  }
}
