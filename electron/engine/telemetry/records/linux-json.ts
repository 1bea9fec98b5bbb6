import { fromEpoch, shift } from "../clock.ts";
import { auditAct } from "../map/audit-act.ts";
import { parseAuditLine } from "../map/audit-fields.ts";
import { type LinuxAct, LinuxActs } from "../map/linux-act.ts";
import { isLinuxRecord, readLinuxRecord } from "../map/linux-record.ts";
import { syslogAct } from "../map/syslog-act.ts";
import { SyslogClock } from "../map/syslog-line.ts";
import type { Fields } from "../map/windows-event.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

/** Lines of syslog and of the audit daemon that a collector wrapped in JSON, one record each. Sysmon's are Windows events. */
export class LinuxJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #acts: LinuxActs;
  readonly #clock: SyslogClock;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#writer = new EventWriter(context);
    this.#acts = new LinuxActs(context.sink);
    this.#clock = new SyslogClock(context.clock);
  }

  read(record: Fields, raw: RawRecord): boolean {
    if (!isLinuxRecord(record)) return false;
    const { clock } = this.#context;
    const line = readLinuxRecord(record);
    const audit = parseAuditLine(line.text);
    if (audit !== undefined) this.#finish(auditAct([audit], line.host || undefined), fromEpoch(audit.seconds, clock), raw);
    else this.#finish(syslogAct(line), line.countedUs === undefined ? this.#clock.timeOf(line.stamp) : shift(line.countedUs, clock), raw);
    return true;
  }

  #finish(act: LinuxAct | string, timeUs: number | undefined, raw: RawRecord): void {
    if (typeof act === "string") {
      this.#context.report.unmap(act);
      return;
    }
    if (!this.#writer.accepts(timeUs, "no readable time", raw)) return;
    this.#writer.commit(this.#acts.fill(act, timeUs), timeUs, raw);
  }
}
