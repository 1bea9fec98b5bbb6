import type { Fields } from "../map/windows-event.ts";
import type { RawRecord } from "./event-writer.ts";

/** One kind of source whose records are JSON objects. */
export interface JsonSource {
  /** Makes an event of the record, or counts or rejects it; false when it is none of this source's. */
  read(record: Fields, raw: RawRecord): boolean;
}
