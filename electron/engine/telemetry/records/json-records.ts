import { kindTitles, type SourceKind } from "../detect/record-kind.ts";
import type { WindowsClock } from "../windows-clock.ts";
import { CloudTrailJson } from "./cloudtrail-json.ts";
import { excerpt } from "./event-writer.ts";
import { parseJsonRecord } from "./json-record.ts";
import type { JsonSource } from "./json-source.ts";
import { LinuxJson } from "./linux-json.ts";
import { OcsfJson } from "./ocsf-json.ts";
import { type ReadContext, RecordReader } from "./record-reader.ts";
import { SuricataJson } from "./suricata-json.ts";
import { WindowsJson } from "./windows-json.ts";
import { ZeekJson } from "./zeek-json.ts";

function createSource(kind: SourceKind, context: ReadContext, clock: WindowsClock): JsonSource {
  switch (kind) {
    case "zeek":
      return new ZeekJson(context);
    case "ocsf":
      return new OcsfJson(context);
    case "cloudtrail":
      return new CloudTrailJson(context);
    case "suricata":
      return new SuricataJson(context);
    case "windows":
      return new WindowsJson(context, clock);
    case "linux":
      return new LinuxJson(context);
  }
}

/** Events as JSON objects; each record is taken for what it is, so that mixed files work. */
export class JsonReader extends RecordReader {
  readonly #sources: readonly JsonSource[];
  readonly #foreign: string;

  constructor(context: ReadContext, clock: WindowsClock, among: readonly SourceKind[]) {
    super(context);
    const [only] = among;
    this.#sources = among.map((kind) => createSource(kind, context, clock));
    this.#foreign = among.length === 1 && only !== undefined ? `no ${kindTitles[only]} event` : "no event of a known kind";
  }

  protected read(buffer: Buffer, start: number, end: number, recordNo: number): void {
    const raw = { buffer, start, end, recordNo };
    const record = parseJsonRecord(buffer, start, end);
    if (typeof record === "string") {
      if (!isBlank(buffer, start, end)) this.context.report.reject(recordNo, record, undefined, excerpt(raw));
      return;
    }
    this.context.clocks.record(record);
    for (const source of this.#sources) if (source.read(record, raw)) return;
    this.context.report.reject(recordNo, this.#foreign, undefined, excerpt(raw));
  }
}

/** Zero bytes are no blanks: a file system leaves them where records were lost. */
function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = buffer[i] ?? 0;
    if (byte !== 0x20 && !(byte >= 0x09 && byte <= 0x0d)) return false;
  }
  return true;
}
