import { describe, expect, it } from "vitest";
import { UpkeepSettings } from "../../../shared/contract/upkeep-settings.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { simulate } from "../../../test/bench/demotion-simulation.ts";
import { judgeMisses, judgeSchema, judgePrecision, judgeVolume, type Settled } from "./demotion-rules.ts";

const settings = UpkeepSettings.parse({});
const dayUs = 86_400_000_000;
const start = 1_767_225_600_000_000;

/** `n` settled cases a minute apart, every `every`-th of them malicious. */
const settled = (n: number, every: number): Settled[] =>
  Array.from({ length: n }, (_, i) => ({ at: start + i * 60_000_000, isHit: every > 0 && i % every === 0 }));

describe("the rule about precision", () => {
  it("says nothing before thirty settled cases, and demotes only at the second look below the floor", () => {
    expect(judgePrecision([], settings.precision)).toMatchObject({ state: "insufficient", figures: { n: 0 } });
    expect(judgePrecision(settled(29, 0), settings.precision).state).toBe("insufficient");
    expect(judgePrecision(settled(30, 0), settings.precision)).toMatchObject({ state: "warn", figures: { k: 0, n: 30, looks: 1 } });
    expect(judgePrecision(settled(39, 0), settings.precision).state).toBe("warn");
    expect(judgePrecision(settled(40, 0), settings.precision)).toMatchObject({ state: "demote", figures: { k: 0, n: 40, looks: 2 } });
  });

  it("leaves a version alone whose upper bound reaches the floor", () => {
    expect(judgePrecision(settled(100, 5), settings.precision)).toMatchObject({ state: "ok", figures: { k: 20, n: 100 } });
    expect(judgePrecision(settled(100, 8), settings.precision).state).toBe("ok");
  });

  it("counts the newest hundred cases of thirty days and no other", () => {
    const before = settled(200, 1);
    const after = settled(110, 0).map(({ at, isHit }) => ({ at: at + dayUs, isHit }));
    expect(judgePrecision([...before, ...after], settings.precision)).toMatchObject({ state: "demote", figures: { k: 0, n: 100 } });
    const later = settled(20, 0).map(({ at, isHit }) => ({ at: at + 31 * dayUs, isHit }));
    expect(judgePrecision([...settled(100, 1), ...later], settings.precision)).toMatchObject({ state: "insufficient", figures: { n: 20 } });
  });

  it("needs a narrower bound while the data are outside what the version was trained on", () => {
    const few = settled(70, 8);
    expect(judgePrecision(few, settings.precision).state).toBe("ok");
    const strict = { ...settings.precision, floor: 0.23 };
    expect(judgePrecision(few, strict).state).toBe("ok");
    expect(judgePrecision(few, strict, true).state).not.toBe("ok");
  });

  it("rarely demotes at the floor and nearly always at half of it, over five hundred verdicts", () => {
    const after = (precision: number, versions: number) => simulate(createRandom(7), precision, versions, 500, settings.precision);
    expect(after(0.3, 500).demoted).toBe(0);
    expect(after(0.2, 2000).demoted / 2000).toBeLessThanOrEqual(0.03);
    const half = after(0.1, 500);
    expect(half.demoted / 500).toBeGreaterThanOrEqual(0.95);
    expect(half.median).toBe(120);
    expect(after(0.05, 200).median).toBe(60);
  });
});

describe("the rule about missed incidents", () => {
  it("asks for a review at the first and demotes at the second within thirty days", () => {
    const now = start + 100 * dayUs;
    const miss = (daysAgo: number) => ({ anomalyId: `a${daysAgo}`, at: now - daysAgo * dayUs });
    expect(judgeMisses([], now, settings.misses).state).toBe("ok");
    expect(judgeMisses([miss(1)], now, settings.misses).state).toBe("warn");
    expect(judgeMisses([miss(31), miss(1)], now, settings.misses).state).toBe("warn");
    expect(judgeMisses([miss(20), miss(1)], now, settings.misses)).toMatchObject({ state: "demote", figures: { n: 2, cases: "a20 a1" } });
  });
});

describe("the rule about volume", () => {
  it.each<[readonly number[], string]>([
    [[], "insufficient"],
    [[1.2], "ok"],
    [[5], "warn"],
    [[5, 1, 5], "warn"],
    [[4.5, 5], "demote"],
    [[1, 11], "demote"],
    [[1, 0.2], "warn"],
  ])("finds %j times the expected alerts %s", (ratios, state) => {
    expect(judgeVolume(ratios, settings.volume).state).toBe(state);
  });
});

describe("the rule about what the data mean", () => {
  it("quarantines when a column no longer means what it meant, and otherwise leaves the version alone", () => {
    expect(judgeSchema(undefined).state).toBe("insufficient");
    expect(judgeSchema({ state: "OUTSIDE", because: "values moved" }).state).toBe("ok");
    expect(judgeSchema({ state: "BROKEN", because: "company is empty now" })).toMatchObject({
      state: "quarantine",
      text: "company is empty now",
      figures: { drift: "BROKEN" },
    });
  });
});
