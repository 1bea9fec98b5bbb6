import type { LineageCheck } from "../../../../shared/contract/lineage.ts";
import type { BundleBreak } from "../../scoring/bundle.ts";
import type { LabelSet } from "../graph/label-members.ts";
import type { LineageSource } from "../graph/whole.ts";
import type { ReadHooks, SourcePlaces } from "./source-places.ts";

export type Outcome = Omit<LineageCheck, "id">;

/** What the checks of single nodes share. */
export interface Checking {
  readonly source: LineageSource;
  readonly sets: readonly LabelSet[];
  readonly packagesDir: string;
  /** Undefined when the analyst named none. */
  readonly places: SourcePlaces | undefined;
  readonly hooks: ReadHooks;
  /** By place in the log, what is wrong with an entry. */
  readonly logProblems: ReadonlyMap<number, string>;
  /** What the lineage files say that each run read, by the run's id: versions of its inputs. */
  readonly recordedRuns: ReadonlyMap<string, RecordedRun>;
  /** Told of each broken bundle. */
  readonly broken: (found: BundleBreak) => Promise<void>;
}

export interface RecordedRun {
  readonly seq: number;
  readonly inputs: readonly string[];
  /** The line it stands on was changed. */
  readonly problem: string | undefined;
}
