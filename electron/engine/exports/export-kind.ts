import type { ExportPlan, Wanted } from "../../../shared/contract/exports.ts";
import type { Run } from "../../../shared/contract/models.ts";
import type { ExportSource } from "./export-source.ts";
import type { BundleTools } from "./hunt-bundle.ts";
import type { Piece } from "./stream-file.ts";

/** One kind of export: what it would write, and the pieces of its file in their order. */
export interface ExportKind<W extends Wanted> {
  plan(source: ExportSource, wanted: W): Promise<ExportPlan>;
  /** Read as they are written. */
  pieces(source: ExportSource, wanted: W, tools: BundleTools): Iterable<Piece> | Promise<Iterable<Piece>>;
  /** How many rows so many pieces are; undefined where the plan says it. */
  rowsOf(wanted: W, pieces: number): number | undefined;
  /** The runs it tells of, for model and dataset versions. */
  usedRuns(source: ExportSource, wanted: W): readonly Run[];
  mediaType(wanted: W): string;
  fileName(wanted: W): { readonly stem: string; readonly ending: string };
}
