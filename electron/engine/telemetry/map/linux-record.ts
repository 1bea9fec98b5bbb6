import { numberAt, stringAt } from "./json-values.ts";
import type { SyslogLine } from "./syslog-line.ts";
import type { Fields } from "./windows-event.ts";

/** Log Analytics' Syslog table, and journalctl -o json. */
export const isLinuxRecord = (record: Fields): boolean =>
  typeof record["SyslogMessage"] === "string" || (typeof record["MESSAGE"] === "string" && record["__REALTIME_TIMESTAMP"] !== undefined);

export interface LinuxRecord extends SyslogLine {
  /** Microseconds since 1970, where the record counts them. */
  readonly countedUs: number | undefined;
}

export function readLinuxRecord(record: Fields): LinuxRecord {
  const isJournal = record["SyslogMessage"] === undefined;
  return {
    text: stringAt(record, isJournal ? "MESSAGE" : "SyslogMessage") ?? "",
    host: stringAt(record, isJournal ? "_HOSTNAME" : "HostName") ?? stringAt(record, "Computer") ?? "",
    program: stringAt(record, isJournal ? "SYSLOG_IDENTIFIER" : "ProcessName") ?? "",
    pid: numberAt(record, isJournal ? "_PID" : "ProcessID"),
    stamp: stringAt(record, "EventTime") ?? stringAt(record, "TimeGenerated") ?? "",
    countedUs: isJournal ? Number(stringAt(record, "__REALTIME_TIMESTAMP")) : undefined,
  };
}
