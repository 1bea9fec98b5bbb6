import type { Fields } from "../map/windows-event.ts";
import { readWindowsEvent } from "../map/windows-shapes.ts";
import { kindOf, WindowsEvents } from "../map/windows.ts";
import type { WindowsClock } from "../windows-clock.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

export class WindowsJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #events: WindowsEvents;
  readonly #clock: WindowsClock;

  constructor(context: ReadContext, clock: WindowsClock) {
    this.#context = context;
    this.#writer = new EventWriter(context);
    this.#events = new WindowsEvents(context.sink);
    this.#clock = clock;
  }

  read(record: Fields, raw: RawRecord): boolean {
    const event = readWindowsEvent(record);
    if (event === undefined) return false;
    const bound = this.#events.find(event);
    if (bound === undefined) {
      this.#context.report.unmap(kindOf(event));
      return true;
    }
    const timeUs = this.#clock.timeOf(event);
    if (!this.#writer.accepts(timeUs, "no readable event time", raw)) return true;
    bound.fill(event, timeUs);
    this.#writer.commit(bound.table, timeUs, raw);
    return true;
  }
}
