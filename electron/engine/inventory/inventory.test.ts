import { describe, expect, it } from "vitest";
import { mapColumns } from "./columns.ts";
import { readCriticality } from "./criticality.ts";
import { readTable } from "./read-table.ts";
import { readTimeUs } from "./read-time.ts";
import { isSecretColumn } from "./secrets.ts";

describe("columns", () => {
  it("are recognised whatever their case and punctuation, each field once", () => {
    const fields = mapColumns("cmdb", ["Name", "FQDN", "Serial Number", "u_owner", "Assigned_To", "Business Criticality", "colour"]);
    expect([...fields].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ["Assigned_To", "owner"],
      ["Business Criticality", "businessCriticality"],
      ["FQDN", "fqdn"],
      ["Name", "name"],
      ["Serial Number", "serial"],
    ]);
    expect(mapColumns("directory", ["sAMAccountName", "profile.email", "memberOf"]).get("profile.email")).toBe("mail");
    expect(mapColumns("dhcp", ["ts", "mac", "host_name", "assigned_addr", "lease_time", "msg_types", "uids"]).get("uids")).toBeUndefined();
  });

  it("that may hold secrets are told from those that tell when a password changed", () => {
    for (const name of ["Password", "userPassword", "unicodePwd", "ms-Mcs-AdmPwd", "NTHash", "api_key", "Client Secret", "passwd"])
      expect([name, isSecretColumn(name)]).toEqual([name, true]);
    for (const name of ["pwdLastSet", "PasswordLastSet", "passwordNeverExpires", "Password Expired", "SamAccountName", "department"])
      expect([name, isSecretColumn(name)]).toEqual([name, false]);
  });
});

describe("the kind of an export", () => {
  it("shows in a directory's after remarks and empty lines", () => {
    expect(readTable(Buffer.from("# made by ldifde\r\nversion: 1\r\n \r\n\r\ndn: CN=Ada\r\ncn: Ada\r\n"), "a").shape).toBe("ldif");
  });

  it.each(["\n", " \r\n", "#\n", "version: 1\n"])("is found in one reading of any number of %j", (line) => {
    const before = process.threadCpuUsage();
    expect(() => readTable(Buffer.from(`${line.repeat(30)}"x`), "a")).toThrow(/a is not a table/);
    const { user } = process.threadCpuUsage(before);
    expect(user / 1000).toBeLessThan(1000);
  });
});

describe("criticality", () => {
  const read = (field: string, text: string) => readCriticality({ rowNo: 1, fields: new Map([[field, text]]) });
  it("reads words, ServiceNow's numbers that count down, tiers, and its own scale", () => {
    expect(read("businessCriticality", "1 - most critical")).toBe(4);
    expect(read("businessCriticality", "2")).toBe(3);
    expect(read("criticality", "High")).toBe(3);
    expect(read("criticality", "4")).toBe(4);
    expect(read("tier", "Tier 0")).toBe(4);
    expect(read("tier", "2")).toBe(2);
    expect(read("criticality", "purple")).toBeUndefined();
  });
});

describe("times", () => {
  it("are read as ISO 8601 or epoch of any unit, to the microsecond, and refused when impossible", () => {
    const us = Date.UTC(2026, 2, 1, 6, 0, 48) * 1000;
    for (const text of [
      "2026-03-01T06:00:48Z",
      "2026-03-01 06:00:48",
      "2026-03-01T07:00:48+01:00",
      "2026-03-01T07:00:48+0100",
      "1772344848",
      "1772344848000",
      "1772344848000000",
    ])
      expect([text, readTimeUs(text)]).toEqual([text, us]);
    expect(readTimeUs("2026-03-01T06:00:48.1234567Z")).toBe(us + 123_456);
    expect(readTimeUs("1772344848.000001")).toBe(us + 1);
    for (const text of ["", "99", "yesterday", "2026-13-01T00:00:00Z", "03/01/2026", "1e99"])
      expect([text, readTimeUs(text)]).toEqual([text, undefined]);
  });
});
