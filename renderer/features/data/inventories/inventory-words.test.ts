import { describe, expect, it } from "vitest";
import { sampleInventories } from "../../../../test/unit-support/sample-inventories.ts";
import { ageText, bySource } from "./inventory-words.ts";

const dayUs = 86_400_000_000;
const nowUs = 1_774_000_000_000_000;

describe("inventories on the screen", () => {
  it("are one line per source, with the version in use before newer ones that are not", () => {
    const inventories = sampleInventories(nowUs).map((one) =>
      one.file === "cmdb-2026-03-21.csv" ? { ...one, state: "retired" as const } : one,
    );
    expect(bySource(inventories).map(({ kind, source, versions, shown }) => [kind, source, versions.length, shown.file])).toEqual([
      ["directory", "ad-users", 1, "ad-users.csv"],
      ["cmdb", "cmdb", 2, "cmdb-2026-03-21.csv"],
      ["dhcp", "dhcp", 1, "dhcp.log"],
      ["network", "zones", 1, "zones.csv"],
    ]);
  });

  it("are as old as they are beside the newest event", () => {
    expect([
      ageText(nowUs - 9 * dayUs, nowUs),
      ageText(nowUs - dayUs, nowUs),
      ageText(nowUs + 3 * dayUs, nowUs),
      ageText(0, undefined),
    ]).toEqual(["9 d older than the telemetry", "24 h older than the telemetry", "3 d newer than the telemetry", ""]);
  });
});
