import { describe, expect, test } from "vitest";
import { countUse, likelyUser, presentAt, type Usage } from "./usage.ts";

const hour = 3_600_000_000;
const at = 1_000 * hour;
const used = (name: string, given: Partial<Usage>): Usage => ({
  stay_no: 0,
  name,
  domain: "CORP",
  logons: 0,
  logon_days: 0,
  last_logon: null,
  starts: 0,
  start_days: 0,
  last_start: null,
  ...given,
});

describe("the likely user of a host", () => {
  test("has six in ten of the interactive logons, on five days or more", () => {
    const found = likelyUser(countUse([used("ann", { logons: 6, logon_days: 5 }), used("ben", { logons: 4, logon_days: 4 })]));
    expect(found).toMatchObject({ counted: { row: { name: "ann" }, days: 5 }, share: 0.6, total: 10 });
  });

  test("is nobody with a smaller share, with fewer days, or without any use", () => {
    const nearly = [used("ann", { logons: 59, logon_days: 20 }), used("ben", { logons: 41, logon_days: 20 })];
    expect(likelyUser(countUse(nearly))).toBeUndefined();
    expect(likelyUser(countUse([used("ann", { logons: 40, logon_days: 4 })]))).toBeUndefined();
    expect(likelyUser(countUse([]))).toBeUndefined();
  });

  test("is told by starts of programs only where nobody's logons are in the telemetry", () => {
    const helper = used("helper", { starts: 900, start_days: 9 });
    expect(likelyUser(countUse([helper]))).toMatchObject({ counted: { row: { name: "helper" } } });
    expect(countUse([helper]).by).toBe("program start");
    expect(likelyUser(countUse([helper, used("ann", { logons: 7, logon_days: 7 })]))).toMatchObject({
      counted: { row: { name: "ann" } },
      total: 7,
    });
  });
});

describe("who was at a host at an instant", () => {
  const names = (rows: readonly Usage[]): string[] => presentAt(countUse(rows), at).map(({ row }) => row.name);

  test("is whoever logged on within sixteen hours, not before", () => {
    expect(names([used("ann", { logons: 1, last_logon: at - 16 * hour })])).toEqual(["ann"]);
    expect(names([used("ann", { logons: 1, last_logon: at - 16 * hour - 1 })])).toEqual([]);
  });

  test("is the one active in the last hour where several sessions may be open, and everybody where that does not tell", () => {
    const early = used("ann", { logons: 3, last_logon: at - 9 * hour });
    expect(names([early, used("ben", { logons: 2, last_logon: at - hour / 2 })])).toEqual(["ben"]);
    expect(names([early, used("ben", { logons: 2, last_logon: at - 2 * hour })])).toEqual(["ann", "ben"]);
  });
});
