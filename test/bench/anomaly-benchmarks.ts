/**
 * How well the forest ranks, learns and calibrates, on any folder of CSVs (`f0,…,fk,label`; 1 is an anomaly), sub-folders included:
 * `npm run bench -- anomaly-benchmarks --data DIR [--seeds N] [--only SET,SET] [--json]`.
 */
import { parseArgs } from "node:util";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { createRandom } from "../../shared/lib/random.ts";
import { type LabelledMatrix, readLabelled, shuffled, takeRows } from "../unit-support/benchmark-data.ts";
import { calibration } from "./anomaly/calibration.ts";
import { anomaliesFound } from "./anomaly/feedback.ts";
import { ranked, type SetReport, tableOf } from "./anomaly/report.ts";
import { heldOut } from "./anomaly/replay.ts";
import { range } from "./anomaly/statistics.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    seeds: { type: "string", default: "10" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const seedCount = Number(values.seeds);
if (values.data === undefined || !Number.isInteger(seedCount) || seedCount < 1) {
  console.error("usage: npm run bench -- anomaly-benchmarks --data DIR [--seeds N] [--only SET,SET] [--json]");
  process.exit(2);
}

/** Verdicts are simulated on at most this many rows: an analyst's queue is no longer, and every query ranks all of them. */
const maxPool = 50_000;
const atMost = (all: LabelledMatrix): LabelledMatrix =>
  all.rowCount <= maxPool ? all : takeRows(all, shuffled(range(all.rowCount), createRandom(0)).slice(0, maxPool));

function reportOf(name: string, path: string, seeds: readonly number[]): SetReport {
  const all = readLabelled(path);
  const pool = atMost(all);
  const anomalies = all.isAnomaly.filter(Boolean).length;
  return {
    name,
    rows: all.rowCount,
    features: all.featureCount,
    anomalies,
    pool: pool.rowCount,
    ...ranked(all, seeds),
    found: anomaliesFound(pool, seeds),
    heldOut: heldOut(pool, seeds),
    calibration: calibration(
      pool,
      range(Math.max(20, seeds.length)).map((i) => i + 1),
    ),
  };
}

const data = values.data;
const only = values.only?.split(",");
const files = readdirSync(data, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".csv"))
  .toSorted()
  .map((name) => ({ name: relative(".", name).replace(/\.csv$/, ""), path: join(data, name) }))
  .filter(({ name }) => only === undefined || only.some((wanted) => name === wanted || name.endsWith(`/${wanted}`)));
if (files.length === 0) {
  console.error(`there is no CSV in ${data}`);
  process.exit(1);
}
const seeds = range(seedCount).map((i) => i + 1);
const sets = files.map(({ name, path }) => {
  process.stderr.write(`${name}\n`);
  return reportOf(name, path, seeds);
});
if (values.json) console.log(JSON.stringify({ seeds: seedCount, sets }, null, 2));
else console.log(tableOf(sets));
