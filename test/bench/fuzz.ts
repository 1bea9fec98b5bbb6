/** Hostile input against every reader: `npm run bench -- fuzz [--cases N] [--seed S] [--only NAME,…]`. A target that breaks is named with its smallest input, and the process fails. */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { scratchFolder, watchFolder } from "../fuzz/oracles.ts";
import { fuzzTargets } from "../fuzz/targets.ts";
import { startWatchdog } from "../fuzz/watchdog.ts";

const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" }, only: { type: "string" } } });
const cases = Number(values.cases ?? 10_000);
const seed = Number(values.seed ?? 1);
const only = values.only?.split(",");
const unknown = only?.filter((name) => fuzzTargets.every((target) => target.name !== name)) ?? [];
if (unknown.length > 0) {
  console.error(`there is no target ${unknown.join(", ")}; there are ${fuzzTargets.map((target) => target.name).join(", ")}`);
  process.exit(2);
}
for (const target of fuzzTargets) {
  if (only !== undefined && !only.includes(target.name)) continue;
  const root = scratchFolder();
  const dog = startWatchdog(target.name);
  const started = performance.now();
  try {
    using watch = watchFolder(root);
    const { read, refused, slowestMs, failure, ...report } = await target.fuzz({ cases, seed, watch, beat: dog.beat });
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${target.name}: ${report.cases} cases (seed ${seed}), ${read} read, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms, ${seconds.toFixed(0)} s`,
    );
    if (failure !== undefined) {
      console.log(`${target.name} BROKE at ${failure}`);
      process.exitCode = 1;
    }
  } finally {
    await dog.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
