import { beforeAll, describe, expect, it } from "vitest";
import { outsideWords } from "../../../shared/domain/drift.ts";
import {
  afterDays,
  checkWorld,
  plainFacts,
  type TrainedWorld,
  trainOn,
  type World,
  worldRows,
} from "../../../test/unit-support/drift-world.ts";
import { rowEnvelope } from "./check-drift.ts";
import { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { FeatureSpec } from "../../../shared/contract/models.ts";

const trainedDays = 6;
const rowsPerDay = 3600;
let trained: TrainedWorld;

beforeAll(() => {
  trained = trainOn(worldRows({ rowsPerDay, days: trainedDays, seed: 1, rho: 0 }));
});

const later = (change?: World["change"], more: Partial<World> = {}) =>
  worldRows({
    rowsPerDay,
    days: 2,
    seed: 2,
    rho: 0,
    startUs: afterDays(trainedDays),
    ...(change === undefined ? {} : { change }),
    ...more,
  });
const only =
  (name: string, to: (value: number, chance: number) => number): World["change"] =>
  (feature, value, chance) =>
    feature === name ? to(value, chance) : value;

describe("data like those of training", () => {
  it("lie within the envelope, every figure with its size", () => {
    const found = checkWorld(trained, later());
    expect(found.state).toBe("IN_ENVELOPE");
    expect(found.warning).toBeNull();
    expect(found.windows).toHaveLength(2);
    expect(found.checks.filter((check) => check.raised)).toEqual([]);
    for (const check of found.checks) {
      expect(check.n, check.title).toBeGreaterThan(0);
      expect(check.reference, check.title).toBeGreaterThan(0);
      expect(check.interval, check.title).not.toBeNull();
    }
    expect(checkWorld(trained, later())).toEqual(found);
  });
});

describe("rarities, which are counted against all of the data", () => {
  it("take slightly other values in other data, and that is no drift and no extrapolation", () => {
    const outOf =
      (all: number): NonNullable<World["change"]> =>
      (feature, value) =>
        feature === "grade" ? all / (value + 1) : value;
    const rarities = trainOn(worldRows({ rowsPerDay, days: trainedDays, seed: 1, rho: 0, change: outOf(40) }));
    const found = checkWorld(rarities, later(outOf(40.4)));
    expect(found.state).toBe("IN_ENVELOPE");
    expect(found.checks.find(({ layer, feature }) => layer === "range" && feature === "grade")).toMatchObject({
      effect: 0,
      outcome: "as-trained",
    });
    expect(
      checkWorld(rarities, later(outOf(60))).checks.find(({ layer, feature }) => layer === "range" && feature === "grade")?.raised,
    ).toBe(true);
  });
});

describe("data that moved", () => {
  it("take the model outside when its score moves, and say so in the words of the badge", () => {
    const found = checkWorld(trained, later(only("normal", (v) => v + 6)));
    expect(found.state).toBe("OUTSIDE");
    expect(found.warning).toBe(outsideWords);
    expect(found.checks.find(({ layer }) => layer === "score")?.raised).toBe(true);
  });

  it("are watched when the score bears it, and outside when the feature is a key", () => {
    const moved = later(only("wave", (v) => v + 2));
    expect(checkWorld(trained, moved).state).toBe("WATCH");
    expect(checkWorld(trained, moved, { settings: { keyFeatures: ["wave"] } })).toMatchObject({
      state: "OUTSIDE",
      settings: ["key features: wave"],
    });
  });

  it.each([
    ["a variance", "wave", (v: number) => v * 3, "distribution"],
    ["a category nobody saw", "grade", (v: number, chance: number) => (chance < 0.1 ? 9 : v), "range"],
    ["values that vanish", "count", (v: number, chance: number) => (chance < 0.6 ? Number.NaN : v), "missingness"],
  ] as const)("are found: %s", (_, feature, change, layer) => {
    const { checks, state } = checkWorld(trained, later(only(feature, change)));
    expect(state).toBe("WATCH");
    expect(checks.find((check) => check.feature === feature && check.layer === layer)?.raised).toBe(true);
  });

  it("break the model when a unit changed: dividing puts them back", () => {
    const { checks, state } = checkWorld(trained, later(only("lognormal", (v) => v * 1000)));
    expect(state).toBe("BROKEN");
    expect(checks.filter(({ layer }) => layer === "schema").map(({ because }) => because)).toEqual([expect.stringContaining("1000 times")]);
  });

  it("break the model when a class or a column is gone, and name what else changed by source", () => {
    const columns = plainFacts.columns.map((column) => ({ ...column, filled: 0 }));
    const suricata = plainFacts.sources.map((source) => ({ ...source, source: "suricata" }));
    const found = checkWorld(trained, later(), { data: { ...plainFacts, columns, sources: [...plainFacts.sources, ...suricata] } });
    expect(found.state).toBe("BROKEN");
    expect(found.changes.map(({ kind, source: of }) => [kind, of])).toEqual([
      ["source-new", "suricata"],
      ["column-fill", "zeek"],
    ]);
  });

  it("count from the second window of three on, unless critical", () => {
    const slight = only("gappy", (v) => v + 0.18);
    const one = checkWorld(trained, later(slight, { days: 1 }));
    const two = checkWorld(trained, later(slight));
    const raised = (found: typeof one) => found.checks.filter(({ feature, raised: is }) => feature === "gappy" && is).length;
    expect(one.checks.find(({ feature, layer }) => feature === "gappy" && layer === "distribution")?.outcome).toBe("moved");
    expect([raised(one), raised(two)]).toEqual([0, 1]);
  });
});

describe("too few data", () => {
  it("are their own state, with the reason, and never a clean bill", () => {
    const found = checkWorld(trained, later(undefined, { rowsPerDay: 40 }));
    expect(found.state).toBe("INSUFFICIENT");
    for (const check of found.checks.filter(({ layer }) => layer === "distribution" || layer === "score")) {
      expect(check).toMatchObject({ outcome: "insufficient", effect: null });
      expect(check.because).toMatch(/needed/);
    }
  });

  it("are too few stretches of training as well", () => {
    const short = trainOn(worldRows({ rowsPerDay, days: 1, seed: 5, rho: 0 }));
    expect(checkWorld(short, later()).state).toBe("INSUFFICIENT");
  });
});

describe("a single row", () => {
  it("is an extrapolation when a fifth of its features are out of range", () => {
    const rows = later((feature, value, chance) => ((feature === "normal" || feature === "grade") && chance > 0.5 ? 99 : value), {
      days: 1,
    });
    const features = rows.matrix.featureNames.map((name) =>
      FeatureSpec.parse({ name, title: name, description: "", direction: "both", nullPolicy: { impute: 0 }, attackerControlled: false }),
    );
    const spec = { name: "made", features, requires: [], drift: DriftSettings.parse({}) };
    const question = { envelope: trained.envelope, spec, scored: { ...rows, isHeldOut: () => true, isAlert: trained.isAlert } };
    const found = { state: "WATCH", window: null, windows: [] } as const;
    const both = Array.from({ length: rows.matrix.rowCount }, (_, row) => rowEnvelope(question, { ...found, windows: [] }, row)).filter(
      ({ strange }) => strange.includes("normal") && strange.includes("grade"),
    );
    expect(both.length).toBeGreaterThan(100);
    expect(both.every((row) => row.isExtrapolating === true && row.state === "WATCH" && row.of === 8)).toBe(true);
    const ordinary = rowEnvelope(question, { ...found, windows: [] }, 0);
    expect(ordinary.strange.length < 2).toBe(ordinary.isExtrapolating === false);
  });
});
