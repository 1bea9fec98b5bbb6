import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LeaseEvent, observedUs, toAddressHistory } from "./lease-intervals.ts";

const event = (atUs: number, device: string, message: LeaseEvent["message"], endUs?: number): LeaseEvent => ({
  inventory: "i",
  rowNo: atUs,
  atUs,
  message,
  device,
  mac: undefined,
  hostName: device,
  endUs,
});
const spans = (events: readonly LeaseEvent[]) =>
  toAddressHistory(events).leases.map((lease) => [lease.event.device, lease.fromUs, lease.toUs, lease.closedBy]);

const anyEvent = fc
  .record({
    atUs: fc.integer({ min: 0, max: 30 }),
    device: fc.constantFrom("a", "b", "c"),
    message: fc.constantFrom("ack", "renew", "release", "expire"),
    lasts: fc.integer({ min: 1, max: 15 }),
  })
  .map(({ atUs, device, message, lasts }) => event(atUs, device, message as LeaseEvent["message"], atUs + lasts));
const events = fc.array(anyEvent, { maxLength: 14 });

/** The rule said for one moment: acknowledged, not ended, and nothing since that closes it. */
function holdersAt(all: readonly LeaseEvent[], t: number): string[] {
  const opens = (one: LeaseEvent): boolean => one.message === "ack" || one.message === "renew";
  const holds = (one: LeaseEvent): boolean =>
    opens(one) &&
    one.atUs <= t &&
    Math.min(...all.filter((same) => opens(same) && same.atUs === one.atUs && same.device === one.device).map((same) => same.endUs ?? 0)) >
      t &&
    !all.some((other) => other.atUs > one.atUs && other.atUs <= t && (opens(other) || other.device === one.device));
  return [...new Set(all.filter(holds).map((one) => one.device))].toSorted();
}

describe("lease intervals", () => {
  it("say the same as the rule asked moment by moment", () => {
    fc.assert(
      fc.property(events, (all) => {
        const { leases } = toAddressHistory(all);
        for (let t = -1; t <= 50; t += 1) {
          const held = leases.filter((lease) => lease.fromUs <= t && lease.toUs > t).map((lease) => lease.event.device);
          expect(held.toSorted()).toEqual(holdersAt(all, t));
        }
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it("do not depend on the order or the repetition of rows", () => {
    fc.assert(
      fc.property(events, fc.integer(), (all, salt) => {
        const mixed = [...all, ...all].toSorted((a, b) => ((a.rowNo * 7919 + salt) % 13) - ((b.rowNo * 7919 + salt) % 13));
        expect(spans(mixed)).toEqual(spans(all));
        expect(toAddressHistory(mixed).conflicts.length).toBe(toAddressHistory(all).conflicts.length);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("take the earlier end where a lease is stated twice", () => {
    expect(spans([event(0, "a", "ack", 100), event(0, "a", "ack", 60)])).toEqual([["a", 0, 60, "end"]]);
  });

  it("record a promise that overlaps another device's, and not one that follows its end", () => {
    const overlap = toAddressHistory([event(0, "a", "ack", 100), event(40, "b", "ack", 90)]);
    expect(overlap.conflicts.map((c) => [c.kind, c.earlier.device, c.later.device, c.fromUs, c.toUs])).toEqual([
      ["takeover", "a", "b", 40, 90],
    ]);
    expect(spans([event(0, "a", "ack", 100), event(40, "b", "ack", 90)])).toEqual([
      ["a", 0, 40, "takeover"],
      ["b", 40, 90, "end"],
    ]);
    expect(toAddressHistory([event(0, "a", "ack", 40), event(40, "b", "ack", 90)]).conflicts).toEqual([]);
    expect(toAddressHistory([event(0, "a", "ack", 100), event(30, "a", "release"), event(40, "b", "ack", 90)]).conflicts).toEqual([]);
    expect(toAddressHistory([event(5, "a", "ack", 9), event(5, "b", "ack", 9)]).conflicts[0]?.kind).toBe("simultaneous");
  });

  it("without a lease time last an hour, or as long as the device is shown to have gone on", () => {
    const day = 86_400_000_000;
    expect(spans([event(0, "a", "ack")])).toEqual([["a", 0, observedUs, "observed"]]);
    expect(spans([event(0, "a", "ack"), event(day, "a", "renew")])).toEqual([
      ["a", 0, day, "observed"],
      ["a", day, day + observedUs, "observed"],
    ]);
    expect(spans([event(0, "a", "ack"), event(day, "a", "expire")])).toEqual([["a", 0, day, "expire"]]);
    expect(spans([event(0, "a", "ack"), event(day, "b", "renew")])).toEqual([
      ["a", 0, observedUs, "observed"],
      ["b", day, day + observedUs, "observed"],
    ]);
    expect(spans([event(0, "a", "ack"), event(9 * day, "a", "renew")])[0]).toEqual(["a", 0, observedUs, "observed"]);
    expect(spans([event(0, "a", "ack", day), event(5, "a", "renew")])).toEqual([["a", 0, day, "end"]]);
  });
});
