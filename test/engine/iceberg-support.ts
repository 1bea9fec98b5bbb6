import type { TableRow } from "../../electron/engine/telemetry/iceberg/row-text.ts";
import { chooseState, openTable, type WantedState } from "../../electron/engine/telemetry/iceberg/iceberg-table.ts";
import { PositionDeletes } from "../../electron/engine/telemetry/iceberg/position-deletes.ts";
import { readDataFile } from "../../electron/engine/telemetry/iceberg/read-data.ts";
import { planScan } from "../../electron/engine/telemetry/iceberg/scan-plan.ts";

const never = (): void => undefined;

/** Every row of one state of a table, in the order of its files. */
export async function readState(path: string, wanted: WantedState = {}): Promise<TableRow[]> {
  const table = openTable({ path, displayName: "table" });
  const state = chooseState(table, wanted);
  const plan = planScan(table, state, never);
  const deletes = new PositionDeletes(table.name);
  for (const file of plan.deletes) if (file.content === "position-deletes") await deletes.load(file, never);
  const rows: TableRow[] = [];
  for (const data of plan.data) await readDataFile(table, state.schema, data, deletes.of(data), never, (row) => rows.push(row));
  return rows;
}
