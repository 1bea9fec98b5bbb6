/**
 * Whether the model packages find what recordings of attacks say is in them, beside their naive foils:
 * `npm run bench -- hunts --data DIR [--seeds N] [--only REGEX] [--json]`, DIR holding `windows/` and `cloudtrail/`
 * with their labels, or `telemetry/` with them.
 */
import { parseArgs } from "node:util";
import { listPackages } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { type Measured, measure } from "./hunts/measure.ts";
import { recordingsIn } from "./hunts/recordings.ts";
import { summary, tableOf } from "./hunts/report.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    seeds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});
const seedCount = Number(values.seeds);
if (values.data === undefined || !Number.isInteger(seedCount) || seedCount < 1) {
  console.error("usage: npm run bench -- hunts --data DIR [--seeds N] [--only REGEX] [--json]");
  process.exit(2);
}
const wanted = new RegExp(values.only);
const recordings = recordingsIn(values.data).filter((r) => wanted.test(`${r.set}/${r.name}`));
if (recordings.length === 0) {
  console.error(`there is no labelled recording in ${values.data}`);
  process.exit(1);
}
const packages = listPackages(packagesDir()).filter((p) => ["logon", "process-rarity", "cloud-principal"].includes(p.spec.name));
const seeds = Array.from({ length: seedCount }, (_, i) => i + 1);
const measured: Measured[] = [];
for (const recording of recordings) {
  process.stderr.write(`${recording.set}/${recording.name}\n`);
  measured.push(await measure(recording, packages, seeds));
}
if (values.json) console.log(JSON.stringify({ seeds: seedCount, recordings: measured, recall: summary(measured) }, null, 2));
else console.log(tableOf(measured));
