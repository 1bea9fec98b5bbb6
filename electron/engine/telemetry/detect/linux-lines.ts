import { isAuditText } from "../map/audit-fields.ts";
import { parseSyslogLine } from "../map/syslog-line.ts";
import type { Detected } from "./detected.ts";

const judged = 50;

/** Text most of whose first lines are syslog's or the audit daemon's. */
export function detectLinux(lines: readonly string[]): Detected | undefined {
  const seen = lines.filter((l) => l.trim() !== "").slice(0, judged);
  const audit = seen.filter(isAuditText).length;
  const syslog = seen.filter((l) => !isAuditText(l) && parseSyslogLine(l) !== undefined).length;
  if (seen.length === 0 || (audit + syslog) * 2 < seen.length) return undefined;
  const parts = [...(audit > 0 ? [`${audit} audit records`] : []), ...(syslog > 0 ? [`${syslog} syslog lines`] : [])];
  const format = syslog === 0 ? "auditd" : audit === 0 ? "syslog" : "mixed-linux";
  return { reader: "linux-lines", format, reason: `of the first ${seen.length} lines ${parts.join(" and ")}`, hasWindows: false, skip: 0 };
}
