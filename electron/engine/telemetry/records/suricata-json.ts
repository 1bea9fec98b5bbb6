import { stringAt } from "../map/json-values.ts";
import { startOfFlow } from "../map/suricata-flow.ts";
import { isSuricataRecord, timeOfRecord } from "../map/suricata-record.ts";
import { SuricataEvents } from "../map/suricata.ts";
import type { Fields } from "../map/windows-event.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

/** Suricata's EVE log. */
export class SuricataJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #events: SuricataEvents;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#writer = new EventWriter(context);
    this.#events = new SuricataEvents(context.sink);
  }

  read(record: Fields, raw: RawRecord): boolean {
    if (!isSuricataRecord(record)) return false;
    const { report, clock } = this.#context;
    const type = stringAt(record, "event_type") ?? "";
    const bound = this.#events.find(type);
    if (bound === undefined) {
      report.unmap(`Suricata ${type}`.slice(0, 100).toWellFormed());
      return true;
    }
    const timeUs = timeOfRecord(type === "flow" ? { timestamp: startOfFlow(record) ?? record["timestamp"] } : record, clock);
    if (!this.#writer.accepts(timeUs, "no readable timestamp", raw)) return true;
    bound.fill(record);
    this.#writer.commit(bound.table, timeUs, raw);
    return true;
  }
}
