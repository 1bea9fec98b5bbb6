import type { SnapshotManifest } from "../../../shared/contract/telemetry.ts";

export interface SnapshotTotals {
  readonly events: number;
  readonly records: number;
  readonly rejected: number;
  readonly unmapped: number;
  /** Files that could not be read at all. */
  readonly unread: number;
}

/** The manifest's figures added up over its files and classes. */
export function totalsOf(manifest: Pick<SnapshotManifest, "files" | "classes">): SnapshotTotals {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    events: sum(Object.values(manifest.classes)),
    records: sum(manifest.files.map((file) => file.records)),
    rejected: sum(manifest.files.map((file) => file.rejected)),
    unmapped: sum(manifest.files.flatMap((file) => Object.values(file.unmapped))),
    unread: manifest.files.filter((file) => file.error !== undefined).length,
  };
}
