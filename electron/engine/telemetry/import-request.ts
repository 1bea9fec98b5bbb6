import type { ClockProposal } from "../../../shared/contract/clock.ts";
import type { IcebergState } from "../../../shared/contract/iceberg.ts";
import type { ImportedFile, RejectSample, SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import type { Wanted } from "./detect/record-kind.ts";
import type { ReadLimits } from "./readers/limits.ts";
import type { InputPath } from "./readers/input-path.ts";

export interface ImportRequest {
  readonly paths: readonly InputPath[];
  /** Files at or below `paths` that are not to be read. */
  readonly skip?: readonly string[];
  /** Where the events come from, in the analyst's words. */
  readonly source: string;
  readonly format: Wanted | "iceberg";
  readonly clock: string;
  /** Text of a CSV mapping file. */
  readonly mapping?: string | undefined;
  /** Which state of an Iceberg table; the newest without it. */
  readonly icebergState?: IcebergState | undefined;
  readonly limits?: Partial<ReadLimits>;
}

export interface ImportProgress {
  readonly stage: string;
  /** Bytes of the given files read so far, and of all of them. */
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes";
  readonly events: number;
}

export interface ImportOutcome {
  readonly snapshotId: string;
  readonly manifest: SnapshotManifest;
  /** The same snapshot was there already; nothing was written. */
  readonly duplicate: boolean;
  /** The first rejects; all stored samples are in the snapshot's rejects.ndjson. */
  readonly rejects: readonly RejectSample[];
}

export interface InspectionOutcome {
  readonly files: readonly ImportedFile[];
  readonly classes: Readonly<Record<string, number>>;
  readonly clock: string;
  readonly clockProposals: readonly ClockProposal[];
  readonly timeRange?: { readonly from: number; readonly to: number };
  readonly rejects: readonly RejectSample[];
}
