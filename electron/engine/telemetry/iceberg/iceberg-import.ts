import { basename } from "node:path";
import { createHash } from "node:crypto";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ClockProposal } from "../../../../shared/contract/clock.ts";
import type { IcebergOrigin } from "../../../../shared/contract/iceberg.ts";
import { sha256 } from "../../hash.ts";
import type { ClockRule } from "../clock.ts";
import { proposeForAll } from "../clocks/across-files.ts";
import { ClockSurvey } from "../clocks/clock-survey.ts";
import type { EventSink } from "../columns/event-sink.ts";
import type { CsvMapping } from "../csv/csv-mapping.ts";
import { readFileBytes } from "../readers/byte-streams.ts";
import type { InputPath } from "../readers/input-path.ts";
import { FileReport, type RejectLog } from "../records/file-report.ts";
import { isIcebergTable } from "./find-metadata.ts";
import { chooseState, type IcebergTable, openTable, type TableState, type WantedState } from "./iceberg-table.ts";
import { icebergLimits } from "./limits.ts";
import { PositionDeletes } from "./position-deletes.ts";
import { readDataFile } from "./read-data.ts";
import { excerpt } from "../records/event-writer.ts";
import { rawRecords, type RowForm, rowForm } from "./row-events.ts";
import { planScan, type PlannedData, type ScanPlan } from "./scan-plan.ts";
import type { TableFile } from "./table-folder.ts";

export interface IcebergContext {
  readonly sink: EventSink;
  readonly rejects: RejectLog;
  readonly clock: ClockRule;
  readonly mapping: CsvMapping | undefined;
  readonly maxRecordBytes: number;
  readonly checkCancelled: () => void;
  /** Told the bytes of the state's files before they are read, and then as they are. */
  readonly willRead: (bytes: number) => (stage: string, bytes: number) => void;
}

export interface IcebergImport {
  /** One for each data file; its index is the events' file_no. */
  readonly reports: readonly FileReport[];
  readonly origin: IcebergOrigin;
  readonly clockProposals: readonly ClockProposal[];
}

/**
 * Reads one state of a table into the sink: every row of it, or AppError. A part of a state would be a state the table never had.
 * A record's number is its row in its data file, from 1.
 */
export async function importIceberg(input: InputPath, wanted: WantedState, context: IcebergContext): Promise<IcebergImport> {
  const table = openTable(input);
  const state = chooseState(table, wanted);
  const form = rowForm(table.name, state.schema, context.mapping);
  const plan = planScan(table, state, context.checkCancelled);
  const files = new StateFiles(table, state, form, plan, context);
  const deleteFiles = await files.loadDeletes();
  const reports: FileReport[] = [];
  for (const data of plan.data) {
    context.sink.fileNo = reports.length;
    reports.push(await files.read(data));
  }
  return {
    reports,
    origin: originOf(table, state, plan, deleteFiles, files.deletedRows),
    clockProposals: proposeForAll([{ name: table.name, survey: files.clocks }], context.clock),
  };
}

class StateFiles {
  deletedRows = 0;
  /** One for the whole table: its files have one writer. */
  readonly clocks = new ClockSurvey();
  readonly #table: IcebergTable;
  readonly #state: TableState;
  readonly #form: RowForm;
  readonly #plan: ScanPlan;
  readonly #context: IcebergContext;
  readonly #positions: PositionDeletes;
  readonly #didRead: (stage: string, bytes: number) => void;

  constructor(table: IcebergTable, state: TableState, form: RowForm, plan: ScanPlan, context: IcebergContext) {
    this.#table = table;
    this.#state = state;
    this.#form = form;
    this.#plan = plan;
    this.#context = context;
    this.#positions = new PositionDeletes(table.name);
    this.#didRead = context.willRead([...plan.data, ...plan.deletes].reduce((sum, { file }) => sum + file.bytes, 0));
  }

  async loadDeletes(): Promise<IcebergOrigin["deleteFiles"]> {
    const loaded: IcebergOrigin["deleteFiles"] = [];
    for (const deletes of this.#plan.deletes) {
      if (deletes.content === "position-deletes") await this.#positions.load(deletes, this.#context.checkCancelled);
      loaded.push({ name: deletes.file.name, sha256: await this.#digest(deletes.file) });
    }
    return loaded;
  }

  async read(data: PlannedData): Promise<FileReport> {
    const { rejects, maxRecordBytes, sink, clock, checkCancelled } = this.#context;
    const { schema, snapshot } = this.#state;
    const report = new FileReport(data.file.name, rejects);
    const deleted = this.#positions.of(data);
    report.format = this.#form.format;
    report.logType = this.#form.logType;
    report.sha256 = await this.#digest(data.file);
    report.bytes = data.file.bytes;
    const take = this.#form.bind({ sink, report, clock, clocks: this.clocks, maxRecordBytes, checkCancelled });
    const toRaw = rawRecords(schema);
    await readDataFile(this.#table, schema, data, deleted, checkCancelled, (row, position) => {
      const raw = toRaw(row, position);
      if (raw.end > maxRecordBytes) report.reject(raw.recordNo, "record too long", undefined, excerpt(raw));
      else take(row, raw);
    });
    const gone = data.records - report.records;
    this.deletedRows += gone;
    report.formatReason = `data file of Iceberg snapshot ${snapshot.id}, schema ${schema.id}${gone === 0 ? "" : `; ${gone} of ${data.records} rows deleted`}`;
    return report;
  }

  async #digest({ path, name }: TableFile): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of readFileBytes(path, name)) {
      hash.update(chunk);
      this.#didRead(basename(name), chunk.length);
    }
    return hash.digest("hex");
  }
}

function originOf(
  { name, metadata, folder }: IcebergTable,
  { snapshot, schema }: TableState,
  plan: ScanPlan,
  deleteFiles: IcebergOrigin["deleteFiles"],
  deletedRows: number,
): IcebergOrigin {
  return {
    table: name,
    tableUuid: metadata.uuid,
    snapshotId: snapshot.id,
    ...(snapshot.parent === undefined ? {} : { parentSnapshotId: snapshot.parent }),
    sequenceNumber: snapshot.sequenceNumber,
    committedAt: snapshot.timeMs * 1000,
    schemaId: schema.id,
    partitionSpecIds: [...new Set(plan.data.map((d) => d.specId))].sort((a, b) => a - b),
    manifestList: { name: plan.manifestList.name, sha256: sha256(folder.read(plan.manifestList, icebergLimits.avroBytes)) },
    dataFiles: plan.data.length,
    deleteFiles,
    deletedRows,
  };
}

/** The table that an import is of, if it is of one: always when a table is asked for, and when the one path is one. */
export function tableOf(paths: readonly InputPath[], format: string): InputPath | undefined {
  if (format === "iceberg") return requireOneTable(paths);
  const [only] = paths;
  return format === "auto" && paths.length === 1 && only !== undefined && isIcebergTable(only.path) ? only : undefined;
}

/** Refuses what belongs to no table, and a table among other paths: each state is a snapshot of its own. */
export function requireOneTable(paths: readonly InputPath[]): InputPath {
  const [input, ...others] = paths;
  if (input === undefined || others.length > 0)
    throw new AppError("bad-input", "an Iceberg table is imported by itself: name its folder, or one of its metadata files", {
      field: "paths",
    });
  return input;
}
