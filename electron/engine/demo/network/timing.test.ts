import { describe, expect, it } from "vitest";
import { openStream } from "../random-stream.ts";
import { days, hourUs, localHour, localTime, minuteUs, officeIntensity, sites } from "../world/calendar.ts";
import { clockTicks, rhythmic, ticks } from "./timing.ts";

const [day] = days;
const fromUs = day?.startUs ?? 0;
const toUs = day?.endUs ?? 0;

describe("a repeating job", () => {
  it("keeps its period within its jitter and stays inside its stretch", () => {
    const at = [...ticks(openStream(1, "job"), fromUs, toUs, 10 * minuteUs, 0.05)];
    const gaps = at.slice(1).map((t, i) => t - (at[i] ?? 0));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    expect(at.length).toBeGreaterThan(135);
    expect(mean / minuteUs).toBeCloseTo(10, 0);
    expect(Math.min(...gaps)).toBeGreaterThan(7 * minuteUs);
    expect(at.every((t) => t >= fromUs && t < toUs)).toBe(true);
  });

  it("that keeps to the clock never drifts", () => {
    const at = [...clockTicks(openStream(1, "clock"), fromUs, toUs, hourUs, fromUs + 5 * minuteUs, minuteUs)];
    expect(at).toHaveLength(24);
    for (const [n, t] of at.entries()) {
      const late = t - (fromUs + 5 * minuteUs + n * hourUs);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThanOrEqual(minuteUs);
    }
  });
});

describe("office hours", () => {
  it("are busy in the morning and the afternoon, with a dip at lunch and quiet nights", () => {
    expect(officeIntensity(12.6)).toBeLessThan(officeIntensity(10.5));
    expect(officeIntensity(12.6)).toBeLessThan(officeIntensity(15));
    expect(officeIntensity(2)).toBeLessThan(0.2);
  });

  it("are those of the site, not of UTC", () => {
    const noon = localTime(sites.cedarfork, 0, 12);
    expect(localHour(sites.cedarfork, noon)).toBe(12);
    expect(localHour(sites.larnmouth, noon)).toBe(16);
  });

  it("draw instants where people work", () => {
    const at = rhythmic(openStream(1, "day"), fromUs, toUs, 40, (t) => officeIntensity(localHour(sites.larnmouth, t)));
    const atWork = at.filter((t) => localHour(sites.larnmouth, t) > 7 && localHour(sites.larnmouth, t) < 19);
    expect(at.length).toBeGreaterThan(20);
    expect(atWork.length / at.length).toBeGreaterThan(0.7);
  });
});
