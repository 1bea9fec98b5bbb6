/**
 * What a model package's features.sql gave, one row per subject, in the order the query returned (it must ORDER BY its keys).
 * Result columns: the grain's key columns (VARCHAR), `subject_label` (VARCHAR), `window_from`/`window_to` (TIMESTAMP),
 * `events` (BIGINT, events behind the row), any number of `x_…` columns (VARCHAR, for headlines), and every feature (DOUBLE).
 */
export interface FeatureMatrix {
  readonly rowCount: number;
  readonly keys: readonly { readonly column: string; readonly values: readonly (string | null)[] }[];
  readonly labels: readonly string[];
  readonly windowFromUs: Float64Array;
  readonly windowToUs: Float64Array;
  readonly events: Float64Array;
  readonly extras: ReadonlyMap<string, readonly (string | null)[]>;
  readonly featureNames: readonly string[];
  /** As observed, column-major: value of feature f in row r at f * rowCount + r. NaN is missing. */
  readonly observed: Float64Array;
  /** After transform and null policy, row-major float32, as the model sees it. */
  readonly model: Float32Array;
}
