import { fromEpoch } from "../clock.ts";
import { auditAct } from "../map/audit-act.ts";
import { type AuditLine, parseAuditLine } from "../map/audit-fields.ts";
import { AuditGroups, type HeldLine } from "../map/audit-groups.ts";
import { LinuxActs } from "../map/linux-act.ts";
import { syslogAct } from "../map/syslog-act.ts";
import { howToSayYear, isYearless, parseSyslogLine, SyslogClock, type SyslogLine, withoutYear } from "../map/syslog-line.ts";
import { sysmonInXml } from "../map/windows-xml-event.ts";
import { kindOf, WindowsEvents } from "../map/windows.ts";
import { WindowsClock } from "../windows-clock.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import { type ReadContext, RecordReader } from "./record-reader.ts";

interface Held {
  readonly raw: Buffer;
  readonly recordNo: number;
  readonly host: string | undefined;
}

const newline = Buffer.from("\n");

/**
 * Text of syslog and of the audit daemon, line by line: sign-ins, sudo, audited program starts, and Sysmon's XML. The lines
 * of one audit event are one record, whose number is that of its first line. `end` closes those still open.
 */
export class LinuxLines extends RecordReader {
  readonly #writer: EventWriter;
  readonly #acts: LinuxActs;
  readonly #windows: WindowsEvents;
  readonly #windowsClock: WindowsClock;
  readonly #clock: SyslogClock;
  readonly #groups: AuditGroups<Held>;

  constructor(context: ReadContext) {
    super(context);
    this.#writer = new EventWriter(context);
    this.#acts = new LinuxActs(context.sink);
    this.#windows = new WindowsEvents(context.sink);
    this.#windowsClock = new WindowsClock(context.clock);
    this.#clock = new SyslogClock(context.clock);
    this.#groups = new AuditGroups((group) => this.#readGroup(group));
  }

  protected read(buffer: Buffer, start: number, end: number, recordNo: number): void {
    const text = buffer.toString("utf8", start, end);
    const raw = { buffer, start, end, recordNo };
    const audit = parseAuditLine(text);
    if (audit !== undefined) {
      this.#hold(audit, raw, undefined);
      return;
    }
    const line = parseSyslogLine(text);
    if (line === undefined) {
      this.context.report.reject(recordNo, "neither syslog nor an audit record", undefined, buffer.subarray(start, end));
      return;
    }
    const nested = line.text.startsWith("type=") || line.text.startsWith("node=") ? parseAuditLine(line.text) : undefined;
    if (nested !== undefined) this.#hold(nested, raw, line.host);
    else if (!this.#readSysmon(line, raw)) this.#readSyslog(line, raw);
  }

  end(): void {
    this.#groups.end();
  }

  #hold(line: AuditLine, raw: RawRecord, host: string | undefined): void {
    this.#groups.add(line, { raw: Buffer.from(raw.buffer.subarray(raw.start, raw.end)), recordNo: raw.recordNo, host });
  }

  #readGroup(group: readonly HeldLine<Held>[]): void {
    const [first] = group;
    if (first === undefined) return;
    const act = auditAct(
      group.map((g) => g.line),
      first.held.host,
    );
    if (typeof act === "string") {
      this.context.report.unmap(act);
      return;
    }
    const buffer = Buffer.concat(group.flatMap((g, i) => (i === 0 ? [g.held.raw] : [newline, g.held.raw])));
    const raw = { buffer, start: 0, end: buffer.length, recordNo: first.held.recordNo };
    const timeUs = fromEpoch(first.line.seconds, this.context.clock);
    if (this.#writer.accepts(timeUs, "no readable time", raw)) this.#writer.commit(this.#acts.fill(act, timeUs), timeUs, raw);
  }

  #readSysmon(line: SyslogLine, raw: RawRecord): boolean {
    const event = sysmonInXml(line.text);
    if (event === undefined) return false;
    const bound = this.#windows.find(event);
    const timeUs = this.#windowsClock.timeOf(event);
    if (bound === undefined) this.context.report.unmap(kindOf(event));
    else if (this.#writer.accepts(timeUs, "no readable event time", raw)) {
      bound.fill(event, timeUs);
      this.#writer.commit(bound.table, timeUs, raw);
    }
    return true;
  }

  #readSyslog(line: SyslogLine, raw: RawRecord): void {
    const act = syslogAct(line);
    if (typeof act === "string") {
      this.context.report.unmap(act);
      return;
    }
    const timeUs = this.#clock.timeOf(line.stamp);
    if (isYearless(line.stamp)) this.context.clocks.withoutYear(line.stamp);
    else this.context.clocks.wrote(line.stamp);
    const [missing, hint] = this.context.clock.kind === "start" ? (["no readable time"] as const) : ([withoutYear, howToSayYear] as const);
    if (this.#writer.accepts(timeUs, missing, raw, hint)) this.#writer.commit(this.#acts.fill(act, timeUs), timeUs, raw);
  }
}
