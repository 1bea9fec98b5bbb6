import type { OcsfClass } from "../../../../shared/domain/ocsf.ts";
import { bindOcsfClass, classOfEvent, isOcsfEvent, kindOfEvent, timeOfEvent } from "../map/ocsf-event.ts";
import type { Fields } from "../map/windows-event.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

/** Events that are OCSF already, in any version; classes without a table are counted by number and name. */
export class OcsfJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #bound = new Map<OcsfClass, (event: Fields) => void>();

  constructor(context: ReadContext) {
    this.#context = context;
    this.#writer = new EventWriter(context);
  }

  read(event: Fields, raw: RawRecord): boolean {
    if (!isOcsfEvent(event)) return false;
    const { report, clock, sink } = this.#context;
    const ocsfClass = classOfEvent(event);
    if (ocsfClass === undefined) {
      report.unmap(kindOfEvent(event));
      return true;
    }
    const timeUs = timeOfEvent(event, clock);
    if (!this.#writer.accepts(timeUs, "no readable time", raw)) return true;
    const table = sink.table(ocsfClass.name);
    const fill = this.#bound.get(ocsfClass) ?? bindOcsfClass(ocsfClass, table, clock);
    this.#bound.set(ocsfClass, fill);
    report.noteLog(ocsfClass.name);
    fill(event);
    this.#writer.commit(table, timeUs, raw);
    return true;
  }
}
