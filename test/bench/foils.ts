/**
 * Every package beside its naive foil at the same budget, in its suite's known-bad cases, in recordings with ground truth and in the demo:
 * `npm run bench -- foils --data DIR [--hunts FILE] [--seeds N] [--only REGEX] [--write]`, DIR as of `hunts` and `network-hunts`. What
 * `hunts --json` wrote to FILE is not measured again. `--write` keeps the counts as `foil.json` of the packages that `--only` names, which
 * their cards are made with.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type LoadedPackage, listPackages } from "../../electron/engine/features/packages.ts";
import { type FoilReport, foilVerdict } from "../../electron/engine/lifecycle/foil.ts";
import { loadSuite } from "../../electron/engine/lifecycle/suite.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { foilOrder, strangestFirst, withRecording } from "./hunts/capture.ts";
import { measure } from "./hunts/measure.ts";
import { demoRecordings, firstPairs, type NetworkRecording, networkRecordings } from "./hunts/network.ts";
import { recordingsIn } from "./hunts/recordings.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    hunts: { type: "string" },
    seeds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});
if (values.data === undefined) {
  console.error("usage: npm run bench -- foils --data DIR [--hunts FILE] [--seeds N] [--only REGEX] [--write]");
  process.exit(2);
}
const data = values.data;
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const packages = listPackages(packagesDir()).filter((p) => new RegExp(values.only).test(p.spec.name));
const root = mkdtempSync(join(tmpdir(), "quarry-foils-"));
/** Short recordings have few subjects: more places would be most of them. */
const budgetOf = ({ spec }: LoadedPackage): number => Math.min(10, spec.dailyBudget);
const median = (ranks: readonly number[]): number => ranks.toSorted((a, b) => a - b)[ranks.length >> 1] ?? Infinity;

interface Case {
  readonly model: string;
  readonly set: string;
  readonly isFound: boolean;
  readonly isFoilFound: boolean;
}

/** What of `hunts --json` is needed here; it holds no rank where none was found. */
const HuntsReport = z.object({
  recordings: z.array(
    z.object({
      set: z.string(),
      name: z.string(),
      hasTruth: z.boolean(),
      models: z.array(
        z.object({
          model: z.string(),
          subjects: z.number(),
          wanted: z.number(),
          best: z.number().optional(),
          foilBest: z.number().optional(),
        }),
      ),
    }),
  ),
});

async function ofSuite(pkg: LoadedPackage): Promise<Case[]> {
  const model = pkg.spec.name;
  const suite = loadSuite(join(packagesDir(), model));
  const files = [suite?.ordinaryPath, suite?.incidentsPath].filter((path) => path !== undefined);
  if (suite === undefined || files.length === 0) return [];
  return withRecording(files, async (capture) => {
    const matrix = await capture.features(pkg);
    if (matrix === undefined) return [];
    const orders = seeds.map((seed) => strangestFirst(matrix, pkg, seed) ?? []);
    const foil = await foilOrder(capture, matrix, pkg);
    const rankIn = (order: readonly number[], keys: Readonly<Record<string, string>>): number => {
      const at = order.findIndex((row) => matrix.keys.every(({ column, values: of }) => of[row] === keys[column]));
      return at < 0 ? Infinity : at + 1;
    };
    return suite.cases.flatMap((c) => {
      if (c.expect === "pass" || !("subject" in c)) return [];
      const isFound = median(orders.map((order) => rankIn(order, c.subject))) <= budgetOf(pkg);
      return [{ model, set: "its suite", isFound, isFoilFound: rankIn(foil, c.subject) <= budgetOf(pkg) }];
    });
  });
}

async function ofRecordings(): Promise<Case[]> {
  const cases: Case[] = [];
  const wanted = packages.filter((p) => ["logon", "process-rarity", "cloud-principal"].includes(p.spec.name));
  if (wanted.length === 0) return [];
  const before = values.hunts === undefined ? [] : HuntsReport.parse(JSON.parse(readFileSync(values.hunts, "utf8"))).recordings;
  for (const recording of recordingsIn(data)) {
    const known = before.find(({ set, name }) => set === recording.set && name === recording.name);
    const measured = known ?? (await measure(recording, wanted, seeds));
    const { set, models } = measured;
    const ranks = models.map((m) => `${m.model} ${m.best ?? "–"} of ${m.subjects}, foil ${m.foilBest ?? "–"}`);
    process.stderr.write(`${set}/${recording.name}: ${measured.hasTruth ? ranks.join("; ") : "nothing named"}\n`);
    for (const pkg of wanted)
      for (const { model, subjects, wanted: there, best = Infinity, foilBest = Infinity } of models)
        // Where all subjects fit into the budget, no order could miss.
        if (model === pkg.spec.name && there > 0 && subjects > budgetOf(pkg))
          cases.push({ model, set, isFound: best <= budgetOf(pkg), isFoilFound: foilBest <= budgetOf(pkg) });
  }
  return cases;
}

async function ofNetwork(recordings: readonly NetworkRecording[]): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [n, recording] of recordings.entries()) {
    const { model, name, hostile } = recording;
    if (hostile.length === 0 || !packages.some((p) => p.spec.name === model)) continue;
    process.stderr.write(`${model} ${name}\n`);
    const { foil, tries } = await firstPairs(recording, join(root, `w${n}`), seeds);
    for (const pair of hostile) {
      const times = tries.filter(({ queue }) => queue.includes(pair)).length;
      cases.push({ model, set: name, isFound: times * 2 > tries.length, isFoilFound: foil.includes(pair) });
    }
  }
  return cases;
}

function reportOf(pkg: LoadedPackage, all: readonly Case[]): FoilReport {
  const own = all.filter((c) => c.model === pkg.spec.name);
  const sets = [...new Set(own.map((c) => c.set))].map((set) => {
    const of = own.filter((c) => c.set === set);
    return {
      set: set === "demo" ? "the demo (simulated)" : set,
      cases: of.length,
      both: of.filter((c) => c.isFound && c.isFoilFound).length,
      packageOnly: of.filter((c) => c.isFound && !c.isFoilFound).length,
      foilOnly: of.filter((c) => !c.isFound && c.isFoilFound).length,
    };
  });
  return { schema: 1, featureSqlDigest: pkg.featureSqlDigest, budget: budgetOf(pkg), seeds: seeds.length, sets };
}

try {
  const cases: Case[] = [];
  for (const pkg of packages) cases.push(...(await ofSuite(pkg)));
  cases.push(...(await ofNetwork([...networkRecordings(data), ...(await demoRecordings(root, { scale: 0.5, seed: 1 }))])));
  cases.push(...(await ofRecordings()));
  for (const pkg of packages) {
    const report = reportOf(pkg, cases);
    console.log(JSON.stringify({ model: pkg.spec.name, ...report, ...foilVerdict(report) }));
    if (values.write) writeFileSync(join(packagesDir(), pkg.spec.name, "foil.json"), `${JSON.stringify(report, null, 2)}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
