import { expect, test } from "vitest";
import { fileRemarks } from "./file-remarks.ts";
import { totalsOf } from "./snapshot-totals.ts";

const file = {
  name: "conn.log",
  sha256: "",
  bytes: 1,
  format: "zeek",
  formatReason: "",
  records: 10,
  mapped: 6,
  unmapped: { weird: 1 },
  rejected: 3,
  rejectReasons: { "time is not a number": 2, "line is too long": 1 },
};

test("a file's remarks name every reason with its count, most frequent first", () => {
  expect(fileRemarks(file)).toBe("2 rejected: time is not a number; 1 rejected: line is too long; 1 of kind weird not kept");
  expect(fileRemarks({ ...file, error: "not a gzip file", rejectReasons: {}, unmapped: {} })).toBe("not a gzip file");
});

test("a snapshot's totals account for every record", () => {
  const totals = totalsOf({ files: [file, file], classes: { network_activity: 12 } });
  expect(totals).toEqual({ events: 12, records: 20, rejected: 6, unmapped: 2, unread: 0 });
  expect(totals.events + totals.rejected + totals.unmapped).toBe(totals.records);
});
