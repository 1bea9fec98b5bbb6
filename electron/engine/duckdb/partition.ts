/** What one DuckDB file holds at most. WASM memory ends at 4 GB, and a build is one transaction. */
export interface PartLimits {
  readonly rows: number;
  /** Of the Parquet segments, which hold the original records too. */
  readonly bytes: number;
}

export const partLimits: PartLimits = { rows: 5_000_000, bytes: 1_500_000_000 };

/** Spreads segments, in their order, over as few parts as the limits allow; a segment is never split, and no snapshot is without a part. */
export function partition<S extends { readonly rows: number; readonly bytes: number }>(segments: readonly S[], limits: PartLimits): S[][] {
  const parts: S[][] = [[]];
  let [rows, bytes] = [0, 0];
  for (const segment of segments) {
    const current = parts.at(-1);
    const fits = rows + segment.rows <= limits.rows && bytes + segment.bytes <= limits.bytes;
    if (current !== undefined && (fits || current.length === 0)) {
      current.push(segment);
      [rows, bytes] = [rows + segment.rows, bytes + segment.bytes];
    } else {
      parts.push([segment]);
      [rows, bytes] = [segment.rows, segment.bytes];
    }
  }
  return parts;
}
