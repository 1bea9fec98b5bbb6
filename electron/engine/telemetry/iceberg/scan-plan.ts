import { unreadable, unsupported, tooLarge } from "./refuse.ts";
import type { IcebergTable, TableState } from "./iceberg-table.ts";
import { icebergLimits } from "./limits.ts";
import { type LiveFile, readManifest, readManifestList } from "./manifest.ts";
import type { TableFile } from "./table-folder.ts";

export interface PlannedFile extends LiveFile {
  readonly file: TableFile;
}

export interface PlannedData extends PlannedFile {
  /** The position delete files that may name rows of this one. */
  readonly deletes: readonly PlannedFile[];
}

export interface ScanPlan {
  readonly manifestList: TableFile;
  /** By location, so that the order of a state's rows never changes. */
  readonly data: readonly PlannedData[];
  readonly deletes: readonly PlannedFile[];
}

/**
 * The files that make up a state, from its manifests. Throws AppError when the state cannot be read exactly: equality deletes,
 * deletion vectors, other formats than Parquet, files that are missing, changed or outside the table.
 */
export function planScan({ folder, name }: IcebergTable, { snapshot }: TableState, checkCancelled: () => void): ScanPlan {
  if (snapshot.manifestList === undefined)
    throw unsupported(
      name,
      `keeps the manifests of snapshot ${snapshot.id} in its metadata, as the first writers did; let its owner rewrite them`,
    );
  const manifestList = folder.resolve(snapshot.manifestList);
  const data: PlannedFile[] = [];
  const deletes: PlannedFile[] = [];
  const seen = new Set<string>();
  for (const manifest of readManifestList(folder, manifestList)) {
    checkCancelled();
    for (const live of readManifest(folder, manifest)) {
      requireReadable(name, live);
      const planned = { ...live, file: folder.resolve(live.location) };
      if (seen.has(planned.file.name)) throw unreadable(name, `lists ${planned.file.name} twice in one state`, planned.file.name);
      seen.add(planned.file.name);
      requireWhole(name, planned);
      (live.content === "data" ? data : deletes).push(planned);
      requireFew(name, data.length, deletes.length);
    }
  }
  const byName = (a: PlannedFile, b: PlannedFile): number => (a.file.name < b.file.name ? -1 : 1);
  data.sort(byName);
  deletes.sort(byName);
  refuseEqualityDeletes(name, data, deletes);
  const byPartition = Map.groupBy(
    deletes.filter((d) => d.content === "position-deletes"),
    partitionText,
  );
  const planned = data.map((file) => {
    checkCancelled();
    return { ...file, deletes: (byPartition.get(partitionText(file)) ?? []).filter((d) => reaches(d, file)) };
  });
  return { manifestList, data: planned, deletes };
}

function requireFew(table: string, data: number, deletes: number): void {
  if (data > icebergLimits.dataFiles || deletes > icebergLimits.deleteFiles)
    throw tooLarge(table, `has more than ${icebergLimits.dataFiles} files in one state; compact it first`);
}

function requireReadable(table: string, { format, location, content }: LiveFile): void {
  if (format === "parquet") return;
  const what = format === "puffin" ? "is a deletion vector (Puffin)" : `is ${format.toUpperCase().slice(0, 20)}`;
  const advice = content === "data" ? "rewrite its data files as Parquet" : "rewrite its data files so that no deletes are left";
  throw unsupported(table, `has ${location}, which ${what}; only Parquet is read: ${advice}`, location);
}

function requireWhole(table: string, { file, bytes }: PlannedFile): void {
  if (file.bytes !== bytes) throw unreadable(table, `has ${file.name} of ${file.bytes} bytes where its manifest says ${bytes}`, file.name);
}

/** Whether position deletes of a data file's partition may name its rows. */
const reaches = (deletes: PlannedFile, data: PlannedFile): boolean =>
  deletes.sequenceNumber >= data.sequenceNumber &&
  (deletes.referencedDataFile === undefined || deletes.referencedDataFile === data.location);

const partitionText = ({ specId, partition }: LiveFile): string =>
  `${specId}:${[...partition].map(([id, value]) => `${id}=${Buffer.isBuffer(value) ? value.toString("hex") : String(value)}`).join("\u0000")}`;

/** They reach older files alone: of their partition, or of all when they have none. */
function refuseEqualityDeletes(table: string, data: readonly PlannedFile[], deletes: readonly PlannedFile[]): void {
  const oldest = new Map<string, bigint>();
  const everywhere = "";
  for (const file of data)
    for (const key of [partitionText(file), everywhere]) {
      const known = oldest.get(key);
      if (known === undefined || file.sequenceNumber < known) oldest.set(key, file.sequenceNumber);
    }
  const equality = deletes.find((d) => {
    const first = oldest.get(d.partition.size === 0 ? everywhere : partitionText(d));
    return d.content === "equality-deletes" && first !== undefined && first < d.sequenceNumber;
  });
  if (equality === undefined) return;
  const { name } = equality.file;
  throw unsupported(
    table,
    `deletes rows by their values in ${name} (equality deletes), which is not supported; let its owner rewrite the data files, or choose an earlier snapshot`,
    name,
  );
}
