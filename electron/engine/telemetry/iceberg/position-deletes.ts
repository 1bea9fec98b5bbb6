import { icebergLimits } from "./limits.ts";
import { ParquetFile } from "./parquet-file.ts";
import { tooLarge, unreadable } from "./refuse.ts";
import type { PlannedData, PlannedFile } from "./scan-plan.ts";
import { normalLocation } from "./table-folder.ts";

const pathId = 2_147_483_546;
const positionId = 2_147_483_545;

/** The rows that a state's position delete files name, by delete file and data file. */
export class PositionDeletes {
  readonly #table: string;
  readonly #byFile = new Map<string, ReadonlyMap<string, readonly number[]>>();
  #total = 0;

  constructor(table: string) {
    this.#table = table;
  }

  async load(deletes: PlannedFile, checkCancelled: () => void): Promise<void> {
    const { file } = deletes;
    const parquet = await ParquetFile.open(this.#table, file);
    const column = (id: number, name: string): string | undefined =>
      parquet.columns.find((c) => c.id === id || (c.id === undefined && c.name === name))?.name;
    const [path, position] = [column(pathId, "file_path"), column(positionId, "pos")];
    if (path === undefined || position === undefined)
      throw unreadable(this.#table, `has ${file.name}, a position delete file without the columns file_path and pos`, file.name);
    const rows = new Map<string, number[]>();
    for await (const { start, end, columns } of parquet.runs([path, position])) {
      checkCancelled();
      this.#total += end - start;
      if (this.#total > icebergLimits.deletedPositions)
        throw tooLarge(
          this.#table,
          `deletes more than ${icebergLimits.deletedPositions} rows by position; rewrite its data files first`,
          file.name,
        );
      for (let row = start; row < end; row++) {
        const [location, at] = [columns[0]?.at(row), columns[1]?.at(row)];
        if (typeof location !== "string" || typeof at !== "bigint")
          throw unreadable(this.#table, `has ${file.name} with a position that is none`, file.name);
        const list = rows.get(location);
        if (list === undefined) rows.set(location, [Number(at)]);
        else list.push(Number(at));
      }
    }
    this.#byFile.set(file.name, new Map([...rows].map(([location, list]) => [normalLocation(location), list])));
  }

  /** Zero-based rows of a data file that are deleted. */
  of(data: PlannedData): ReadonlySet<number> {
    const location = normalLocation(data.location);
    return new Set(data.deletes.flatMap((d) => this.#byFile.get(d.file.name)?.get(location) ?? []));
  }
}
