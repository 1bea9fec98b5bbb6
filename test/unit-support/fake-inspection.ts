import type { ImportedFile, Inspection } from "../../shared/contract/telemetry.ts";
import { nowUs } from "./fake-cases.ts";

const hour = 3_600_000_000;

function fileOf(name: string, hasMapping: boolean): ImportedFile {
  const isTable = name.endsWith(".csv");
  const isRead = !isTable || hasMapping;
  return {
    name,
    sha256: "",
    bytes: 216_720,
    format: isTable ? "csv" : "zeek-json",
    formatReason: isTable
      ? "4 of 4 sampled rows have 6 columns between commas, the first names them"
      : "23 of 23 first records have Zeek's ts and uid",
    ...(isRead ? { logType: "conn" } : { error: `${name} looks like CSV, which needs a mapping` }),
    records: isRead ? 1204 : 0,
    mapped: isRead ? 1201 : 0,
    unmapped: {},
    rejected: isRead ? 3 : 0,
    rejectReasons: isRead ? { "time is not a number": 3 } : {},
  };
}

/** What the fake engine makes of files: tables need a mapping, everything else is Zeek on a clock two hours ahead. */
export function fakeInspection(names: readonly string[], clock: string, hasMapping: boolean): Inspection {
  const files = names.map((name) => fileOf(name, hasMapping));
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((n, f) => n + of(f), 0);
  const rule = "offset:+02:00";
  return {
    records: sum((f) => f.records),
    mapped: sum((f) => f.mapped),
    unmapped: 0,
    rejected: sum((f) => f.rejected),
    files,
    rejects: [],
    classes: sum((f) => f.mapped) === 0 ? {} : { network_activity: sum((f) => f.mapped) },
    clock,
    clockProposals: files
      .filter((f) => f.mapped > 0)
      .map(({ name }) => ({
        file: name,
        kind: "zoneless-local",
        rule,
        applied: clock === rule,
        evidence: "1,198 of 1,201 records are 02:00 ahead of the moment they were written",
        k: 1198,
        n: 1201,
        confidence: "strong",
        otherwise: "every event stands two hours late",
      })),
    ...(sum((f) => f.mapped) === 0 ? {} : { timeRange: { from: nowUs - 2 * hour, to: nowUs } }),
  };
}
