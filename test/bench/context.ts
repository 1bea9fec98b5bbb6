/**
 * How long contexts take to build and open, and neighbours to look up, over relations of that many pair-days between that many things:
 * `npm run bench -- context [--relations N] [--entities N] [--snapshots N] [--builds N] [--keep DIR] [--json]`. Relations are made from a fixed seed, as are
 * the events of the last day and a CMDB and directory of everybody. Writes about 30 bytes per pair-day to the temporary folder and removes them; with
 * `--keep` to DIR instead, where a later run with the same numbers finds them made.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { buildContexts } from "../../electron/engine/context/build-contexts.ts";
import type { ContextAnomaly } from "../../electron/engine/context/focus.ts";
import { readContext } from "../../electron/engine/context/read-context.ts";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import { countNeighbours, dayOf, readNeighbours } from "../../electron/engine/relations/relations.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { workspacePaths } from "../../electron/engine/workspace/layout.ts";
import { canonicalJson } from "../../shared/lib/canonical-json.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { anomalyBody } from "../engine/labels-fixture.ts";
import { type Event, writeSnapshot } from "../engine/snapshot-fixture.ts";
import { accountOf, addressOf, domainOf, hostOf, hubOf, type MadeSize, shapeOf, writeRelations } from "./context/made-relations.ts";

const { values } = parseArgs({
  options: {
    relations: { type: "string", default: "20000000" },
    entities: { type: "string", default: "200000" },
    snapshots: { type: "string", default: "1" },
    builds: { type: "string", default: "100" },
    keep: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const size: MadeSize = { relationDays: Number(values.relations), entities: Number(values.entities), days: 30, hubNeighbours: 5000 };
const builds = Number(values.builds);
/** In a fresh process the engine's code is still being compiled while these are built; they are told apart, not left out. */
const coldBuilds = 25;
const shape = shapeOf(size);
const dayUs = 86_400_000_000;
const lastDayUs = Date.UTC(2026, 2, 31) * 1000;
const firstDay = dayOf(lastDayUs) - size.days + 1;
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "quarry-bench-context-"));
const paths = workspacePaths(folder);
const random = createRandom(17);
const subjects = Array.from({ length: builds }, () => random.below(Math.min(shape.addresses, shape.accounts)));

interface Spread {
  readonly n: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}
function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number): number => Math.round((sorted[Math.ceil(q * sorted.length) - 1] ?? 0) * 10) / 10;
  return { n: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
/** Of all threads: what the work would take on a core of its own. */
async function cpuMsOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return Math.round((user + system) / 100 / count) / 10;
}
const say = (text: string): void => void (values.json || console.log(text));

/** The last day: each subject turns to an odd site and to some usual ones, and some others are about. */
function lastDay(): Event[] {
  const contact = (i: number, name: string, n: number): Event[] =>
    Array.from({ length: n }, (_, at) => ({
      time: lastDayUs + 9 * 3_600_000_000 + at * 60_000_000,
      src_endpoint_ip: addressOf(i),
      dst_endpoint_ip: "198.51.100.7",
      tls_sni: name,
      metadata_product_name: "Zeek",
      metadata_log_name: "ssl",
    }));
  return [
    ...subjects.flatMap((i) => [...contact(i, `odd-${i}.example`, 30), ...contact(i, hubOf(), 2)]),
    ...subjects.flatMap((i) =>
      Array.from({ length: 40 }, () => contact(i, domainOf(Math.floor(random.float() ** 3 * shape.domains)), 1)).flat(),
    ),
    ...Array.from({ length: 2000 }, (_, i) => contact(i, domainOf(Math.floor(random.float() ** 3 * shape.domains)), 3)).flat(),
  ];
}

function writeInventories(): string[] {
  const hosts = Array.from({ length: shape.accounts }, (_, i) => i);
  const cmdb = [
    "name,fqdn,ip_address,assigned_to,business_criticality,role,os,department",
    ...hosts.map(
      (i) =>
        `ws-${i},${hostOf(i)},${addressOf(i)},user${i},${i % 500 === 0 ? "1 - most critical" : "3 - less critical"},${i % 40 === 0 ? "server" : "workstation"},Windows ${10 + (i % 3)},Dept ${i % 60}`,
    ),
  ];
  const directory = [
    "sAMAccountName,domain,displayName,department,title,memberOf",
    ...hosts.map(
      (i) =>
        `user${i},corp.example,User ${i},Dept ${i % 60},Title ${i % 200},Staff;Team ${i % 900}${i % 400 === 0 ? ";Domain Admins" : ""}`,
    ),
  ];
  const files = [join(folder, "cmdb.csv"), join(folder, "directory.csv")];
  writeFileSync(files[0] ?? "", cmdb.join("\n"));
  writeFileSync(files[1] ?? "", directory.join("\n"));
  return files;
}

const anomalies: ContextAnomaly[] = subjects.map((i, no) => ({
  id: `a${no}`,
  model: "beaconing",
  fromUs: lastDayUs,
  toUs: lastDayUs + dayUs,
  body: anomalyBody({ keys: { src: addressOf(i), dst: `odd-${i}.example` }, evidenceCount: 30 }),
}));
const grain = [
  { column: "src", entity: "ip" as const, title: "Source" },
  { column: "dst", entity: "endpoint" as const, title: "Destination" },
];

const Made = z.object({
  of: z.string(),
  snapshots: z.array(z.string()),
  relationDays: z.number(),
  files: z.number(),
  makingSeconds: z.number(),
});

async function make(db: Database): Promise<z.infer<typeof Made>> {
  const count = Number(values.snapshots);
  const snapshots = Array.from(
    { length: count },
    (_, i) => writeSnapshot(paths.snapshots, [{ class: "network_activity", events: i === count - 1 ? lastDay() : [] }], `made-${i}`).id,
  );
  const engine = createDuckDbEngine({ snapshotsDir: paths.snapshots, cacheDir: paths.cache, log: console.error });
  await engine.prepare(snapshots, () => undefined);
  await engine.close();
  let from = performance.now();
  const { rows: relationDays, files } = await writeRelations(paths.cache, snapshots, size, firstDay);
  const makingSeconds = Math.round((performance.now() - from) / 1000);
  say(`${relationDays} pair-days in ${files} file(s), ${makingSeconds} s`);
  from = performance.now();
  const [cmdb = "", directory = ""] = writeInventories();
  for (const [path, kind] of [
    [cmdb, "cmdb"],
    [directory, "directory"],
  ] as const)
    importInventory(db, kind, path, `${kind}.csv`, { asOf: lastDayUs - dayUs });
  say(`inventories of ${shape.accounts * 2} rows, ${Math.round((performance.now() - from) / 1000)} s`);
  storeRun(db);
  return { of: numbers, snapshots, relationDays, files, makingSeconds };
}

/** What a kept folder was made of; another one would answer for other numbers than were asked for. */
const numbers = canonicalJson({ ...size, snapshots: values.snapshots, builds });

/** What an earlier run left in the folder, or what is made now. */
async function ready(db: Database): Promise<z.infer<typeof Made>> {
  const note = join(folder, "made.json");
  if (!existsSync(note)) {
    const made = await make(db);
    writeFileSync(note, JSON.stringify(made));
    return made;
  }
  const made = Made.parse(JSON.parse(readFileSync(note, "utf8")));
  if (made.of !== numbers) throw new Error(`${folder} was made of ${made.of}, not of ${numbers}`);
  return made;
}

async function run(): Promise<object> {
  for (const dir of [paths.snapshots, paths.cache]) mkdirSync(dir, { recursive: true });
  const db = openDatabase(paths.database);
  const { snapshots, relationDays, files, makingSeconds } = await ready(db);
  const engine = createDuckDbEngine({ snapshotsDir: paths.snapshots, cacheDir: paths.cache, log: console.error });
  try {
    const reader = { queryEngine: engine, scope: { snapshots }, signal: undefined };
    const build = (some: readonly ContextAnomaly[]) =>
      buildContexts({ db, queryEngine: engine, scope: { snapshots }, run: { datasetVersion: "d1" }, grain, anomalies: some });
    const firstMs = Math.round(await timed(() => build(anomalies.slice(0, 1))));
    const alone: number[] = [];
    const cold: number[] = [];
    for (const anomaly of anomalies.slice(0, coldBuilds)) cold.push(await timed(() => build([anomaly])));
    const twice = [...anomalies, ...anomalies];
    const aloneCpuMs = await cpuMsOf(twice.length, async () => {
      for (const anomaly of twice) alone.push(await timed(() => build([anomaly])));
    });
    let together = 0;
    const togetherCpuMs = await cpuMsOf(builds, async () => (together = await timed(() => build(anomalies))));
    const open: number[] = [];
    for (const anomaly of anomalies) open.push(await timed(async () => readContext(db, anomaly.id)));
    const days = { fromDay: dayOf(lastDayUs), toDay: dayOf(lastDayUs) };
    const lookUp = async (key: string): Promise<number> =>
      timed(async () => {
        await countNeighbours(reader, key, days);
        await readNeighbours(reader, key, days, { skip: 0, take: 15 });
      });
    const hub: number[] = [];
    const ordinary: number[] = [];
    const some = subjects.slice(0, 50);
    const hubCpuMs = await cpuMsOf(some.length, async () => {
      for (const _ of some) hub.push(await lookUp(`domain:${hubOf()}`));
    });
    const ordinaryCpuMs = await cpuMsOf(some.length, async () => {
      for (const i of some) ordinary.push(await lookUp(i % 2 === 0 ? `ip:${addressOf(i)}` : accountOf(i)));
    });
    const bytes = readdirSync(paths.cache)
      .filter((name) => name.endsWith(".duckdb"))
      .reduce((sum, name) => sum + statSync(join(paths.cache, name)).size, 0);
    return {
      bench: "context",
      relationDays,
      entities: size.entities,
      snapshots: snapshots.length,
      relationFiles: files,
      makingSeconds,
      cacheMegabytes: Math.round(bytes / 1e6),
      firstBuildMs: firstMs,
      buildCold: spreadOf(cold),
      buildAlone: { ...spreadOf(alone), cpuMsEach: aloneCpuMs },
      buildTogether: { n: builds, msEach: Math.round((together / builds) * 10) / 10, cpuMsEach: togetherCpuMs },
      open: spreadOf(open),
      neighbours: { ...spreadOf(ordinary), cpuMsEach: ordinaryCpuMs },
      hubOf5000: { ...spreadOf(hub), cpuMsEach: hubCpuMs },
      peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      /** Of the machine: wall times on a busy one say little. */
      load: loadavg()[0],
    };
  } finally {
    await engine.close();
    db.close();
  }
}

function storeRun(db: Database): void {
  execute(db, "INSERT INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  execute(db, "INSERT INTO model_version VALUES ('v', 'beaconing', '{}', 'd1', 0)");
  execute(db, "INSERT INTO run VALUES ('r', 'beaconing', 'v', 'd1', '{}', 0)");
  anomalies.forEach((anomaly, i) =>
    execute(db, "INSERT INTO anomaly VALUES ($id, 'r', $rank, 'beaconing', $id, $id, $from, $to, 0.5, 0.01, 0.02, '{}')", {
      id: anomaly.id,
      rank: i + 1,
      from: anomaly.fromUs,
      to: anomaly.toUs,
    }),
  );
}

try {
  console.log(JSON.stringify(await run(), null, 2));
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
