/**
 * How often drift is reported where there is none, and how often where there is, on made rows:
 * `npm run bench -- drift [--repeats 400] [--power 20] [--json]`. Null: nothing changes after training, rows independent or AR(1) 0.6.
 * Fails when a null's rate of windows that fired is above 1 %.
 */
import { parseArgs } from "node:util";
import { wilson } from "../../shared/lib/wilson.ts";
import { afterDays, checkWorld, trainOn, type World, worldRows } from "../unit-support/drift-world.ts";

const { values } = parseArgs({
  options: {
    repeats: { type: "string", default: "400" },
    power: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});
const [repeats, powerRepeats] = [Number(values.repeats), Number(values.power)];
if (!Number.isInteger(repeats) || !Number.isInteger(powerRepeats) || repeats < 0 || powerRepeats < 0) {
  console.error("usage: npm run bench -- drift [--repeats N] [--power N] [--json]");
  process.exit(2);
}

const trainedDays = 8;
const windows = 3;
const nullRows = 2500;
const fires = (state: string): boolean => state === "WATCH" || state === "OUTSIDE" || state === "BROKEN";

type Change = NonNullable<World["change"]>;
const only =
  (name: string, to: (value: number, chance: number) => number): Change =>
  (feature, value, chance) =>
    feature === name ? to(value, chance) : value;

/** Each changes one of eight features, or how many rows there are. */
const shifts: Readonly<Record<string, { readonly change?: Change; readonly volume?: number }>> = {
  "mean, half a standard deviation": { change: only("normal", (v) => v + 1) },
  "variance, spread times 1.5": { change: only("normal", (v) => 10 + (v - 10) * 1.5) },
  "null collapse, 60 % missing": { change: only("count", (v, chance) => (chance < 0.6 ? Number.NaN : v)) },
  "new category in 10 %": { change: only("grade", (v, chance) => (chance < 0.1 ? 9 : v)) },
  "unit, times 1000": { change: only("lognormal", (v) => v * 1000) },
  "volume, times 3": { volume: 3 },
};

const share = (k: number, n: number): string => {
  const { rate, low, high } = wilson(k, n);
  const percent = (x: number): string => (x * 100).toFixed(1);
  return rate === undefined ? "none" : `${percent(rate)} % (${k}/${n}; ${percent(low)} to ${percent(high)})`;
};

function nullWorld(rho: number) {
  const seen = { windows: 0, fired: 0, checks: 0, movedOnce: 0, comparable: 0 };
  for (let i = 0; i < repeats; i++) {
    const world = { rowsPerDay: nullRows, rho };
    const trained = trainOn(worldRows({ ...world, days: trainedDays, seed: 2 * i + 1 }));
    const found = checkWorld(trained, worldRows({ ...world, days: windows, seed: 2 * i + 2, startUs: afterDays(trainedDays) }));
    for (const { state, outcomes } of found.windows) {
      const told = Object.values(outcomes).filter(({ outcome }) => outcome !== "insufficient");
      seen.windows++;
      seen.fired += fires(state) ? 1 : 0;
      seen.checks += told.length;
      seen.movedOnce += told.filter(({ outcome }) => outcome !== "as-trained").length;
      seen.comparable += Object.entries(outcomes).filter(
        ([key, { outcome }]) => key.startsWith("distribution") && outcome !== "insufficient",
      ).length;
    }
    if (i % 20 === 19) process.stderr.write(`rho ${rho}: ${i + 1} of ${repeats}\n`);
  }
  return { rho, rowsPerWindow: nullRows, repeats, ...seen };
}

function powerAt(rowsPerDay: number) {
  const fired = new Map<string, number>(Object.keys(shifts).map((name) => [name, 0]));
  for (let i = 0; i < powerRepeats; i++) {
    const trained = trainOn(worldRows({ rowsPerDay, rho: 0, days: trainedDays, seed: 90_000 + i }));
    for (const [name, { change, volume = 1 }] of Object.entries(shifts)) {
      const rows = worldRows({
        rowsPerDay: rowsPerDay * volume,
        rho: 0,
        days: 2,
        seed: 95_000 + i,
        startUs: afterDays(trainedDays),
        ...(change === undefined ? {} : { change }),
      });
      if (fires(checkWorld(trained, rows).state)) fired.set(name, (fired.get(name) ?? 0) + 1);
    }
  }
  return { rowsPerDay, repeats: powerRepeats, fired: Object.fromEntries(fired) };
}

const nulls = repeats === 0 ? [] : [0, 0.6].map(nullWorld);
const powers = powerRepeats === 0 ? [] : [250, 600, 1200, 2500].map(powerAt);
if (values.json) console.log(JSON.stringify({ nulls, powers }, null, 2));
else {
  console.log(
    `Nothing changed: ${trainedDays} days of training, then ${windows} windows of a day, ${nullRows} rows each, eight features.\n`,
  );
  for (const { rho, windows: n, fired, checks, movedOnce, comparable } of nulls)
    console.log(
      `  AR(1) ${rho}: windows that fired ${share(fired, n)}; single checks past their threshold ${share(movedOnce, checks)}; distributions compared ${share(comparable, 8 * n)}`,
    );
  console.log("\nSomething changed: share of repeats that fire by the second window, by rows per window.\n");
  for (const name of Object.keys(shifts))
    console.log(`  ${name.padEnd(34)} ${powers.map((p) => `n ${p.rowsPerDay}: ${share(p.fired[name] ?? 0, p.repeats)}`).join("   ")}`);
}
process.exitCode = nulls.some(({ fired, windows: n }) => fired > 0.01 * n) ? 1 : 0;
