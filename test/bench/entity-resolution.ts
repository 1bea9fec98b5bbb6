/**
 * How well records and mentions resolve to the entities that a set of known truth says they are, and how fast:
 * `npm run bench -- entity-resolution --data DIR [--only SET,SET] [--seeds N] [--json]`. Ends with 1 when a bar is missed.
 */
import { parseArgs } from "node:util";
import { linkageSets } from "./entity-resolution/linkage-benchmarks.ts";
import { socPeople } from "./entity-resolution/soc-people.ts";
import { socSynth } from "./entity-resolution/soc-synth.ts";
import { estateScale } from "./entity-resolution/estate-scale.ts";
import type { Figure, ResolutionSet } from "./entity-resolution/resolution-set.ts";

/** A file per kind of set. */
const sets: readonly ResolutionSet[] = [...linkageSets, socPeople, socSynth, estateScale];

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    only: { type: "string" },
    seeds: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const seeds = Number(values.seeds);
const dir = values.data;
if (dir === undefined || !Number.isInteger(seeds) || seeds < 1) {
  console.error("usage: npm run bench -- entity-resolution --data DIR [--only SET,SET] [--seeds N] [--json]");
  process.exit(2);
}
const wanted = values.only?.split(",");
const chosen = sets.filter((set) => (wanted === undefined || wanted.includes(set.name)) && set.isIn(dir));
if (chosen.length === 0) {
  console.error(`there is nothing of ${sets.map((set) => set.name).join(", ")} in ${dir}`);
  process.exit(1);
}
const figures: Figure[] = [];
for (const set of chosen) {
  process.stderr.write(`${set.name}\n`);
  figures.push(...(await set.measure(dir, seeds)));
}
const byHand = Object.fromEntries(chosen.flatMap((set) => (set.byHand === undefined ? [] : [[set.name, set.byHand]])));
if (values.json) console.log(JSON.stringify({ seeds, figures, byHand }, null, 2));
else {
  for (const { set, measure, value, n, bar, holds } of figures)
    console.log(
      [
        holds ? "  " : "! ",
        set.padEnd(16),
        measure.padEnd(44),
        String(Math.round(value * 1e4) / 1e4).padStart(10),
        n === null ? "" : `of ${n}`,
        bar ?? "",
      ]
        .join(" ")
        .trimEnd(),
    );
  console.log("\nSet by hand; everything else is learned from the records, nothing from their labels:");
  for (const [set, choices] of Object.entries(byHand)) console.log(`   ${set.padEnd(16)} ${choices.join("; ")}`);
}
process.exitCode = figures.every((figure) => figure.holds) ? 0 : 1;
