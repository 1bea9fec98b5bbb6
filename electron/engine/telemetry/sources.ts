import type { SourceSummary } from "../../../shared/contract/rejects.ts";
import type { ImportedFile, Snapshot } from "../../../shared/contract/telemetry.ts";
import { wilson } from "../../../shared/lib/wilson.ts";

/** Sources in the order of their names. `snapshots` are those whose events are kept. */
export function summariseSources(snapshots: readonly Snapshot[]): SourceSummary[] {
  const bySource = Map.groupBy(snapshots, (s) => s.manifest.source);
  return [...bySource].map(([name, own]) => summarise(name, own)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Files with the same bytes are one file: the newest import says what became of it. */
function distinctFiles(snapshots: readonly Snapshot[]): ImportedFile[] {
  const files = new Map<string, ImportedFile>();
  for (const { manifest } of snapshots) for (const file of manifest.files) files.set(file.sha256 === "" ? file.name : file.sha256, file);
  return [...files.values()];
}

function summarise(name: string, unordered: readonly Snapshot[]): SourceSummary {
  const snapshots = unordered.toSorted((a, b) => a.importedAt - b.importedAt);
  const files = distinctFiles(snapshots);
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  const ranges = snapshots.flatMap(({ manifest }) => manifest.timeRange ?? []);
  const { k, n, rate, low, high } = wilson(
    sum((f) => f.rejected),
    sum((f) => f.records),
  );
  const formats = Map.groupBy(
    files.filter((f) => f.records > 0),
    (f) => f.format,
  );
  const classes: Record<string, number> = {};
  for (const { manifest } of snapshots)
    for (const [of, count] of Object.entries(manifest.classes)) classes[of] = (classes[of] ?? 0) + count;
  return {
    name,
    snapshots: snapshots.length,
    files: files.length,
    unread: files.filter((f) => f.error !== undefined).length,
    records: n,
    events: sum((f) => f.mapped),
    rejected: { k, n, rate: rate ?? null, low, high },
    formats: [...formats].map(([format, of]) => ({ format, files: of.length })).toSorted((a, b) => b.files - a.files),
    classes,
    firstEvent: ranges.length === 0 ? null : Math.min(...ranges.map((r) => r.from)),
    lastEvent: ranges.length === 0 ? null : Math.max(...ranges.map((r) => r.to)),
    lastImport: snapshots.at(-1)?.importedAt ?? 0,
    lastSnapshot: snapshots.at(-1)?.id ?? "",
  };
}
