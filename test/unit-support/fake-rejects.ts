import type { SourceSummary } from "../../shared/contract/rejects.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { RejectSample, Snapshot } from "../../shared/contract/telemetry.ts";
import { wilson } from "../../shared/lib/wilson.ts";

type Names = Extract<RequestName, "telemetry.sources" | "telemetry.rejects" | "telemetry.exportRejects">;
type FakeHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const reason = "time is not a number";

function samplesOf(snapshot: Snapshot | undefined): RejectSample[] {
  return (snapshot?.manifest.files ?? []).flatMap((file) =>
    Array.from({ length: file.rejected }, (_, i) => ({
      file: file.name,
      line: 120 + i * 7,
      reason,
      excerpt: `not-a-time\tCHhAv${String(i)}\t10.0.0.1`,
    })),
  );
}

function sourceOf({ id, importedAt, manifest }: Snapshot): SourceSummary {
  const sum = (of: (file: (typeof manifest.files)[number]) => number): number => manifest.files.reduce((n, f) => n + of(f), 0);
  const { rate, ...interval } = wilson(
    sum((f) => f.rejected),
    sum((f) => f.records),
  );
  return {
    name: manifest.source,
    snapshots: 1,
    files: manifest.files.length,
    unread: 0,
    records: sum((f) => f.records),
    events: sum((f) => f.mapped),
    rejected: { ...interval, rate: rate ?? null },
    formats: [{ format: "zeek", files: manifest.files.length }],
    classes: manifest.classes,
    firstEvent: manifest.timeRange?.from ?? null,
    lastEvent: manifest.timeRange?.to ?? null,
    lastImport: importedAt,
    lastSnapshot: id,
  };
}

/** Rejects and sources of the fake engine's snapshots. */
export function createFakeRejects(snapshots: readonly Snapshot[]): FakeHandlers {
  const find = (id: string): RejectSample[] => samplesOf(snapshots.find((s) => s.id === id));
  const filtered = (
    all: readonly RejectSample[],
    { file, text }: { file?: string | undefined; text?: string | undefined },
  ): RejectSample[] => all.filter((s) => (file === undefined || s.file === file) && `${s.reason} ${s.excerpt}`.includes(text ?? ""));
  return {
    "telemetry.sources": () => snapshots.map(sourceOf),
    "telemetry.rejects": ({ snapshotId, limit, offset, ...filter }) => {
      const all = find(snapshotId);
      const matching = filtered(all, filter);
      const files = [...new Set(all.map((s) => s.file))];
      return {
        total: all.length,
        kept: all.length,
        matching: matching.length,
        samples: matching.slice(offset, offset + limit),
        groups: files.map((file) => {
          const n = all.filter((s) => s.file === file).length;
          return { file, reason, rejected: n, kept: n };
        }),
      };
    },
    "telemetry.exportRejects": ({ snapshotId, format, ...filter }) => ({
      file: `exports/rejects-${snapshotId}.${format}`,
      rows: filtered(find(snapshotId), filter).length,
      sha256: "ab",
    }),
  };
}
