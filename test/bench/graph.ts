/**
 * How long until the graph of a case can be used: `npm run bench -- graph [--runs N] [--json]`. A time ends when the drawing is painted
 * and has answered a key, or when the engine has answered. Ends with 1 when a median is over its bar.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { medianOf } from "./graph/figure.ts";
import { measureInPage } from "./graph/in-page.ts";
import { measureInTelemetry } from "./graph/in-telemetry.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("usage: npm run bench -- graph [--runs N] [--json]");
  process.exit(2);
}
const [load = 0] = loadavg();
const figures = [...(await measureInTelemetry(runs)), ...(await measureInPage(runs))];
const measured = figures.map((figure) => ({ ...figure, medianMs: medianOf(figure.times) }));
if (values.json) console.log(JSON.stringify({ runs, cores: cpus().length, load, figures: measured }, null, 2));
else {
  console.log(`median of ${runs} runs in ms, on ${cpus().length} cores with a load of ${load.toFixed(1)} before`);
  for (const { what, times, cpu, barMs, medianMs } of measured) {
    const all = times.map((time) => time.toFixed(0)).join(" ");
    const own = cpu === undefined ? "" : `, of it ${medianOf(cpu).toFixed(0)} computing`;
    console.log(`${medianMs < barMs ? "  " : "! "}${what.padEnd(62)}${medianMs.toFixed(0).padStart(6)}  < ${barMs}  (${all})${own}`);
  }
}
process.exitCode = measured.every(({ medianMs, barMs }) => medianMs < barMs) ? 0 : 1;
