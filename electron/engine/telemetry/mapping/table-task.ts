import type { MappingPreview, MappingProposal } from "../../../../shared/contract/mappings.ts";
import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import { parseClockRule } from "../clock.ts";
import { parseCsvMapping } from "../csv/csv-mapping.ts";
import type { InputPath } from "../readers/input-path.ts";
import { defaultLimits, UnpackBudget } from "../readers/limits.ts";
import type { Layout } from "./layout.ts";
import { withTable } from "./open-table.ts";
import { previewMapping } from "./preview.ts";
import { proposeMapping } from "./propose.ts";
import { sampleTable } from "./sample-table.ts";

/** A look at the beginning of one table: what it holds and how it may be mapped, or what a mapping makes of it. */
export type TableTask = {
  readonly paths: readonly InputPath[];
  /** Name of the table in an inspection; the first one when undefined. */
  readonly file: string | undefined;
} & (
  | { readonly t: "propose"; readonly class: ClassName | undefined; readonly layout: Partial<Layout> }
  | { readonly t: "preview"; readonly mapping: string; readonly rows: number; readonly clock: string }
);

export type TableOutcome =
  | { readonly t: "proposal"; readonly proposal: MappingProposal }
  | { readonly t: "preview"; readonly preview: MappingPreview };

/** Throws AppError for what is no table, or a mapping that is none. */
export async function runTableTask(task: TableTask, checkCancelled: () => void): Promise<TableOutcome> {
  const budget = new UnpackBudget(defaultLimits);
  if (task.t === "propose")
    return withTable(task.paths, task.file, budget, async (table) => {
      const sampled = await sampleTable(table, task.layout, checkCancelled);
      return { t: "proposal", proposal: proposeMapping(sampled, task.class) };
    });
  const mapping = parseCsvMapping(task.mapping);
  const options = { rows: task.rows, clock: parseClockRule(task.clock) };
  return withTable(task.paths, task.file, budget, async (table) => ({
    t: "preview",
    preview: await previewMapping(table, mapping, options, checkCancelled),
  }));
}
