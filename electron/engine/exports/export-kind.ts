import type { ExportPlan, Wanted } from "../../../shared/contract/exports.ts";
import type { Run } from "../../../shared/contract/models.ts";
import type { ExportSource } from "./export-source.ts";

/** One kind of export: what it would write, and the pieces of its file in their order. */
export interface ExportKind<W extends Wanted> {
  plan(source: ExportSource, wanted: W): ExportPlan;
  /** Read as they are written. */
  pieces(source: ExportSource, wanted: W): Iterable<string>;
  /** How many rows so many pieces are. */
  rowsOf(wanted: W, pieces: number): number;
  /** The runs it tells of, for model and dataset versions. */
  usedRuns(source: ExportSource, wanted: W): readonly Run[];
  mediaType(wanted: W): string;
  fileName(wanted: W): { readonly stem: string; readonly ending: string };
}
