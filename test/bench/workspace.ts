/**
 * The whole way of an analyst in one workspace, at three sizes: `npm run bench -- workspace [--scale small|medium|large] [--json FILE]`. Imports made
 * flow logs, trains, scores, builds contexts, fills the queue with copies of what was surfaced, judges, and opens the workspace anew; asks native
 * DuckDB the same queries. Prints each figure beside its hard bound and beside `test/bench/baseline.json`, and ends with 1 when a bound is broken.
 * `--write` makes what was measured the new baseline of these sizes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compareReports } from "./workspace/compare.ts";
import { type Figure, isOver, Report } from "./workspace/figures.ts";
import { scales, stages } from "./workspace/measure.ts";

const { values } = parseArgs({
  options: { scale: { type: "string" }, json: { type: "string" }, write: { type: "boolean", default: false } },
});
const chosen = scales.filter(({ name }) => values.scale === undefined || values.scale === name);
if (chosen.length === 0) {
  console.error(`there is no scale "${values.scale}"; there are ${scales.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
function runNode(args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
  return stdout;
}
const figuresOf = (stage: string, dir: string, scale: string): Figure[] =>
  Report.shape.scales.element.shape.figures.parse(
    JSON.parse(runNode([join(import.meta.dirname, "workspace/stage.ts"), stage, dir, scale])),
  );

// What starts cold is a desk that was built before.
runNode(["electron/build/build.ts"]);
const baselineFile = new URL("./baseline.json", import.meta.url);
const baseline = existsSync(baselineFile) ? Report.parse(JSON.parse(readFileSync(baselineFile, "utf8"))) : undefined;
const report: Report = { bench: "workspace", cores: cpus().length, memoryGigabytes: Math.round(totalmem() / 1e9), scales: [] };
for (const scale of chosen) {
  const dir = mkdtempSync(join(tmpdir(), "quarry-bench-"));
  process.stderr.write(`\n${scale.name}: ${scale.events} events, ${scale.anomalies} anomalies\n`);
  try {
    const figures = Object.keys(stages).flatMap((stage) => figuresOf(stage, dir, scale.name));
    report.scales.push({ ...scale, figures });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (baseline !== undefined) console.log(compareReports(baseline, report));
if (values.write) {
  const kept = baseline?.scales.filter(({ name }) => !report.scales.some((scale) => scale.name === name)) ?? [];
  const order = scales.map(({ name }) => name);
  const all = [...kept, ...report.scales].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  writeFileSync(baselineFile, `${JSON.stringify({ ...report, scales: all }, null, 2)}\n`);
}
process.exitCode = report.scales.some(({ figures }) => figures.some(isOver)) ? 1 : 0;
