import { describe, expect, it } from "vitest";
import { fakePivot } from "../../../../test/unit-support/fake-pivot.ts";
import { nowUs } from "../../../../test/unit-support/fake-cases.ts";
import { fromTimestamp, nearestTo, pivotChoices, pivotEvents, pivotRange } from "./pivot-choices.ts";

const host = { kind: "host", text: "ws-1" } as const;
const domain = { kind: "domain", text: "a.example" } as const;
const keys = (...given: Parameters<typeof pivotChoices>) => pivotChoices(...given).map(({ key }) => key);

describe("events around", () => {
  it("of a case are offered for the subject, for each thing of it and for everything", () => {
    expect(keys([], [host, domain])).toEqual(["subject", "host ws-1", "domain a.example", "all"]);
    expect(keys([], [host])).toEqual(["host ws-1", "all"]);
    expect(keys([], [])).toEqual(["all"]);
  });

  it("of something chosen begin with that, and say nothing twice", () => {
    expect(keys([domain], [host, domain])).toEqual(["domain a.example", "host ws-1", "subject", "all"]);
    expect(keys([{ ...domain, text: "A.Example" }], [host, domain])).toHaveLength(4);
  });

  it("reach as far on both sides of the window as is asked, or over all of the data", () => {
    const hour = 3_600_000_000;
    expect(pivotRange("1h", { from: 10 * hour, to: 11 * hour })).toEqual({ from: 9 * hour, to: 12 * hour + 1 });
    expect(pivotRange("24h", { from: hour, to: hour })?.from).toBe(0);
    expect(pivotRange("all", { from: 0, to: 1 })).toBeUndefined();
  });

  it("keep their microseconds, however many digits DuckDB writes", () => {
    expect(fromTimestamp("2026-03-16 00:03:04.002525")).toBe(Date.UTC(2026, 2, 16, 0, 3, 4) * 1000 + 2525);
    expect(fromTimestamp("2026-03-16 00:03:04.5")).toBe(Date.UTC(2026, 2, 16, 0, 3, 4) * 1000 + 500_000);
    expect(fromTimestamp("2026-03-16 00:03:04")).toBe(Date.UTC(2026, 2, 16, 0, 3, 4) * 1000);
  });

  it("are shown without columns that say nothing, with how many there are, from the nearest on", () => {
    const { names, events, total } = pivotEvents(fakePivot());
    expect(names).toEqual(["class", "host", "source", "destination", "port", "detail"]);
    expect([events.length, total]).toEqual([40, 812]);
    expect(events[0]?.eventId).toBe("7f3a9c51d20b44e8-47000");
    expect(nearestTo(events, nowUs - 600_000_000)).toBe(20);
  });
});
