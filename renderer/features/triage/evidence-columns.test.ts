import { expect, test } from "vitest";
import { rowAt } from "../../../test/unit-support/fake-cases.ts";
import { evidenceOf } from "../../../test/unit-support/fake-context.ts";
import { columnTitle, evidenceColumns } from "./evidence-columns.ts";

const rows = evidenceOf(rowAt(0), 20, 0);

test("what is the same in every row is said once, what differs has a column", () => {
  const { varying, constant } = evidenceColumns(rows);
  expect(varying).toEqual(["src_endpoint_port", "tls_sni"]);
  expect(constant.map((c) => c.name)).toContain("dst_endpoint_ip");
});

test("columns without any value are left out, and few rows keep all their columns", () => {
  expect(evidenceColumns(rows).constant.map((c) => c.name)).not.toContain("device_hostname");
  expect(evidenceColumns(rows.slice(0, 2)).constant).toEqual([]);
  expect(evidenceColumns([])).toEqual({ varying: [], constant: [] });
});

test("no column but bookkeeping is lost", () => {
  const { varying, constant } = evidenceColumns(rows);
  const filled = Object.entries(rows[0]?.columns ?? {}).filter(([, cell]) => cell !== null);
  expect([...varying, ...constant.map((c) => c.name)].toSorted()).toEqual(filled.map(([name]) => name).toSorted());
});

test("an identifier that stands in two columns under one title is said once", () => {
  const twins = rows.map((row, i) => ({ ...row, columns: { ...row.columns, connection_info_uid: `C${i}`, metadata_uid: `C${i}` } }));
  expect(evidenceColumns(twins).varying.filter((name) => name.endsWith("uid"))).toEqual(["connection_info_uid"]);
  const others = twins.map((row, i) => ({ ...row, columns: { ...row.columns, metadata_uid: `D${i}` } }));
  expect(evidenceColumns(others).varying).toContain("metadata_uid");
});

test("a column reads as words", () => {
  expect(columnTitle("process_parent_process_name")).toBe("parent process name");
  expect(columnTitle("src_endpoint_ip")).toBe("src ip");
  expect(columnTitle("http_request_user_agent")).toBe("user agent");
});
