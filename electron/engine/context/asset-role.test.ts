import { describe, expect, test } from "vitest";
import { inferRole } from "./asset-role.ts";
import type { Sign } from "./signs.ts";

const sign = (kind: Sign["kind"], what: string, n: number, others: number, days = 5): Sign => ({
  place_no: 0,
  kind,
  what,
  n,
  others,
  days,
});
const desk = [sign("logon", "Interactive", 9, 1, 9), sign("program", "outlook.exe", 9, 1), sign("program", "chrome.exe", 20, 1)];

describe("the role of a host that no inventory gives", () => {
  test("is a workstation where people log on and work, surer when it is called one", () => {
    expect(inferRole("host-9", desk)).toEqual({
      role: "workstation",
      confidence: 0.8,
      evidence: ["9 interactive logons, on up to 9 days", "runs outlook.exe, chrome.exe (29 starts)"],
    });
    expect(inferRole("LRN-LT-1270.corp.example", desk)).toMatchObject({ role: "workstation", confidence: 0.85 });
  });

  test.each([
    ["domain controller", [sign("ticket", "", 400, 30), sign("port", "88", 90, 12), sign("port", "53", 900, 20)]],
    ["DNS server", [sign("port", "53", 900, 20)]],
    ["proxy", [sign("port", "3128", 900, 20)]],
    ["database", [sign("port", "1433", 900, 4), sign("program", "sqlservr.exe", 2, 1)]],
    ["file server", [sign("port", "445", 900, 20)]],
    ["web server", [sign("port", "443", 900, 20)]],
    ["printer", [sign("port", "9100", 30, 5)]],
  ])("is %s by what it serves to several clients", (role, signs) => {
    expect(inferRole("host-9", signs)).toMatchObject({ role });
  });

  test("is not known from a name alone, from what one scanner touched, or from a day or two", () => {
    expect(inferRole("srv-sql-01", [])).toBeUndefined();
    expect(inferRole("srv-sql-01", [sign("port", "1433", 50, 1), sign("port", "445", 50, 2)])).toBeUndefined();
    expect(inferRole("ws-1", [sign("logon", "Interactive", 2, 1, 2)])).toBeUndefined();
  });

  test("is not known where signs point two ways as strongly", () => {
    expect(inferRole("host-9", [sign("port", "445", 50, 9), sign("port", "1433", 50, 9)])).toBeUndefined();
  });

  test("does not follow a name that the signs do not bear out", () => {
    expect(inferRole("dc-old", desk)).toMatchObject({ role: "workstation", confidence: 0.8 });
  });
});
