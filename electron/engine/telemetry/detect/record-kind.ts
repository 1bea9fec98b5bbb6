import { isCloudTrailRecord } from "../map/cloudtrail-record.ts";
import { isLinuxRecord } from "../map/linux-record.ts";
import { isOcsfEvent } from "../map/ocsf-event.ts";
import { isSuricataRecord } from "../map/suricata-record.ts";
import type { Fields } from "../map/windows-event.ts";
import { readWindowsEvent } from "../map/windows-shapes.ts";
import { isZeekRecord } from "../records/zeek-json.ts";

/** In the order in which a record is offered to them; the first that knows it takes it. */
export const sourceKinds = ["zeek", "ocsf", "cloudtrail", "suricata", "windows", "linux"] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type Wanted = "auto" | "csv" | "parquet" | SourceKind;

export const kindTitles: Readonly<Record<SourceKind, string>> = {
  zeek: "Zeek",
  ocsf: "OCSF",
  cloudtrail: "CloudTrail",
  suricata: "Suricata",
  windows: "Windows",
  linux: "Linux",
};

export const kindsFor = (wanted: Wanted): readonly SourceKind[] => sourceKinds.filter((kind) => wanted === "auto" || kind === wanted);

export interface RecordKind {
  readonly kind: SourceKind;
  /** How the record is laid out, where a kind has several ways. */
  readonly shape?: string;
}

/** What a JSON record is by its keys. `fileLog` is the Zeek log the file is named for. */
export function kindOfRecord(record: Fields, fileLog: string | undefined, among: readonly SourceKind[]): RecordKind | undefined {
  for (const kind of among) {
    const shape = shapeAs(kind, record, fileLog);
    if (shape !== undefined) return shape === "" ? { kind } : { kind, shape };
  }
  return undefined;
}

function shapeAs(kind: SourceKind, record: Fields, fileLog: string | undefined): string | undefined {
  const plain = (is: boolean): string | undefined => (is ? "" : undefined);
  switch (kind) {
    case "zeek":
      return plain(isZeekRecord(record, fileLog));
    case "ocsf":
      return plain(isOcsfEvent(record));
    case "cloudtrail":
      return plain(isCloudTrailRecord(record));
    case "suricata":
      return plain(isSuricataRecord(record));
    case "windows":
      return readWindowsEvent(record)?.shape;
    case "linux":
      return plain(isLinuxRecord(record));
  }
}
