import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RejectFilter, RejectGroup, RejectPage } from "../../../shared/contract/rejects.ts";
import { RejectSample, type SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { csvLine } from "../../../shared/lib/csv.ts";
import { rejectsFile, snapshotFolder } from "./snapshot-store.ts";

/** Kept samples of rejected records, in file order; full counts are in the manifest. */
export function readRejects(workspaceRoot: string, snapshotId: string): RejectSample[] {
  const lines = readFileSync(join(snapshotFolder(workspaceRoot, snapshotId), rejectsFile), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => RejectSample.parse(JSON.parse(line)));
}

/** The text under which a reject was counted. */
const categoryOf = (sample: RejectSample): string => sample.category ?? sample.reason;

function matches({ file, reason, text }: Omit<RejectFilter, "snapshotId">): (sample: RejectSample) => boolean {
  const wanted = text?.trim().toLowerCase() ?? "";
  return (sample) =>
    (file === undefined || sample.file === file) &&
    (reason === undefined || categoryOf(sample) === reason) &&
    (wanted === "" || sample.reason.toLowerCase().includes(wanted) || sample.excerpt.toLowerCase().includes(wanted));
}

export const filterRejects = (samples: readonly RejectSample[], filter: Omit<RejectFilter, "snapshotId">): RejectSample[] =>
  samples.filter(matches(filter));

function groupsOf({ files }: SnapshotManifest, samples: readonly RejectSample[]): RejectGroup[] {
  const kept = new Map<string, Map<string, number>>();
  for (const sample of samples) {
    const reasons = kept.get(sample.file) ?? new Map<string, number>();
    reasons.set(categoryOf(sample), (reasons.get(categoryOf(sample)) ?? 0) + 1);
    kept.set(sample.file, reasons);
  }
  return files.flatMap(({ name, rejectReasons }) =>
    Object.entries(rejectReasons)
      .map(([reason, rejected]) => ({ file: name, reason, rejected, kept: kept.get(name)?.get(reason) ?? 0 }))
      .toSorted((a, b) => b.rejected - a.rejected || (a.reason < b.reason ? -1 : 1)),
  );
}

/** One page of what a filter lets through, beside the counts of everything. */
export function pageRejects(
  samples: readonly RejectSample[],
  manifest: SnapshotManifest,
  filter: Omit<RejectFilter, "snapshotId"> & { readonly limit: number; readonly offset: number },
): RejectPage {
  const found = filterRejects(samples, filter);
  return {
    total: manifest.files.reduce((n, f) => n + f.rejected, 0),
    kept: samples.length,
    matching: found.length,
    samples: found.slice(filter.offset, filter.offset + filter.limit),
    groups: groupsOf(manifest, samples),
  };
}

export function encodeRejects(samples: readonly RejectSample[], format: "ndjson" | "csv"): Uint8Array {
  if (format === "ndjson") return Buffer.from(samples.map((s) => `${JSON.stringify(s)}\n`).join(""));
  const lines = samples.map((s) => csvLine([s.file, s.line, categoryOf(s), s.reason, s.excerpt]));
  return Buffer.from([csvLine(["file", "line", "category", "reason", "excerpt"]), ...lines].join(""));
}
