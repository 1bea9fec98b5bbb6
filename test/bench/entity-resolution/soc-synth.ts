import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { MentionKind } from "../../../shared/contract/entities.ts";
import { importInventory } from "../../../electron/engine/inventory/import-inventory.ts";
import { currentPartition } from "../../../electron/engine/resolution/partition.ts";
import type { Resolution } from "../../../electron/engine/resolution/resolution.ts";
import { createMentionResolver } from "../../../electron/engine/resolution/resolve-mention.ts";
import { type Database, openDatabase } from "../../../electron/engine/sqlite/database.ts";
import { query } from "../../../electron/engine/sqlite/statement.ts";
import { atLeast, atMost, type Figure, reported, type ResolutionSet } from "./resolution-set.ts";

const inventories = [
  ["directory", "ad_users.csv"],
  ["idp", "okta_users.csv"],
  ["cmdb", "cmdb.csv"],
  ["dhcp", "dhcp.csv"],
] as const;

const Mention = z.object({ mention_id: z.string(), kind: z.string(), value: z.string(), scope: z.string(), ts: z.string() });
const Truth = z.object({ mention_id: z.string(), entity: z.string(), rule: z.string() });
const Described = z.object({ source_key: z.string(), entity: z.string() });
const Row = z.object({ entity_id: z.string(), kind: z.string(), body: z.string() });
const Body = z.object({ guid: z.string().optional(), id: z.string().optional() });

const name = "soc-synth";
const folderOf = (dir: string): string => [join(dir, "soc_synth"), dir].find((one) => existsSync(join(one, "telemetry_ids.csv"))) ?? dir;
const read = <T>(path: string, row: z.ZodType<T>): T[] => z.array(row).parse(parse(readFileSync(path), { columns: true }));

/** The true entities of what the records of each entity say; more than one is a wrong merge. */
function truthOfEntities(db: Database, dir: string): Map<string, Set<string>> {
  const described = [...read(join(dir, "truth_users.csv"), Described), ...read(join(dir, "truth_hosts.csv"), Described)];
  const truth = new Map(described.map((one) => [one.source_key, one.entity]));
  const prefix: Readonly<Record<string, string>> = { directory: "ad", idp: "okta", cmdb: "cmdb" };
  const sql = `SELECT r.entity_id, r.kind, i.body FROM entity_record AS r
    JOIN inventory_record AS i ON i.inventory_id = r.inventory_id AND i.row_no = r.row_no`;
  const found = new Map<string, Set<string>>();
  for (const { entity_id: id, kind, body } of query(db, sql, Row).all()) {
    const { guid, id: key } = Body.parse(JSON.parse(body));
    const meant = truth.get(`${prefix[kind] ?? ""}:${guid ?? key ?? ""}`);
    if (meant !== undefined) found.set(id, (found.get(id) ?? new Set()).add(meant));
  }
  return found;
}

type Judged = "right" | "missed" | "false";

function judge(found: Resolution, truth: z.infer<typeof Truth>, entities: ReadonlyMap<string, ReadonlySet<string>>): Judged {
  const named = found.outcome === "RESOLVED" && found.isRecorded ? [...(entities.get(found.entity.id) ?? [])] : [];
  if (truth.rule.startsWith("trap:builtin") || truth.entity === "NONE" || truth.entity === "HOLD")
    return named.length > 0 ? "false" : "right";
  if (named.length === 0) return "missed";
  return named.length === 1 && named[0] === truth.entity ? "right" : "false";
}

const kindOf = (kind: string): MentionKind => MentionKind.parse(kind === "agent_id" ? "agent" : kind);
const isUnanswerable = ({ entity, rule }: z.infer<typeof Truth>): boolean =>
  rule.startsWith("trap:") || entity === "NONE" || entity === "HOLD";

/** A made enterprise: directory, IdP, CMDB and leases, and mentions of 15 classes, traps among them, with the entity each truly means. */
export const socSynth: ResolutionSet = {
  name,
  isIn: (dir) => existsSync(join(folderOf(dir), "telemetry_ids.csv")),
  measure: async (dir) => {
    const work = mkdtempSync(join(tmpdir(), "quarry-bench-"));
    const db = openDatabase(join(work, "quarry.sqlite"));
    try {
      return measureTelemetry(db, folderOf(dir));
    } finally {
      db.close();
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function measureTelemetry(db: Database, dir: string): Figure[] {
  for (const [kind, file] of inventories) importInventory(db, kind, join(dir, file), file);
  const resolving = performance.now();
  currentPartition(db);
  const resolvedMs = performance.now() - resolving;
  const entities = truthOfEntities(db, dir);
  const truths = new Map(read(join(dir, "truth_telemetry.csv"), Truth).map((truth) => [truth.mention_id, truth]));
  const resolve = createMentionResolver(db);
  const looking = performance.now();
  const judged = new Map<string, { readonly truth: z.infer<typeof Truth>; readonly as: Judged }[]>();
  for (const { mention_id, kind, value, scope, ts } of read(join(dir, "telemetry_ids.csv"), Mention)) {
    const truth = truths.get(mention_id);
    // No inventory of the set lists agents.
    if (truth === undefined || kind === "agent_id") continue;
    const where = scope === "" ? {} : kind === "host" ? { domain: scope } : { host: scope };
    const as = judge(resolve(kindOf(kind), value, where, Date.parse(ts) * 1000), truth, entities);
    judged.set(truth.rule, [...(judged.get(truth.rule) ?? []), { truth, as }]);
  }
  const lookedUpMs = performance.now() - looking;
  const all = [...judged.values()].flat();
  const share = (of: readonly { readonly as: Judged }[], as: Judged): number =>
    of.filter((one) => one.as === as).length / Math.max(1, of.length);
  const resolvable = all.filter((one) => !isUnanswerable(one.truth));
  const traps = all.filter((one) => isUnanswerable(one.truth));
  const inLease = judged.get("dhcp_in_lease") ?? [];
  const outside = judged.get("dhcp_outside_lease") ?? [];
  const mixed = [...entities.values()].filter((meant) => meant.size > 1).length;
  return [
    atMost(name, "entities that records of two true ones make", mixed, 0, entities.size),
    atMost(name, "mentions attributed falsely", share(all, "false"), 0.001, all.length),
    atMost(name, "traps attributed to anybody", share(traps, "false"), 0, traps.length),
    atLeast(name, "resolvable mentions resolved rightly", share(resolvable, "right"), 0.955, resolvable.length),
    atLeast(name, "addresses in lease resolved rightly", share(inLease, "right"), 0.92, inLease.length),
    atMost(name, "addresses outside lease resolved falsely", share(outside, "false"), 0, outside.length),
    reported(name, "resolving the records, s", resolvedMs / 1000, entities.size),
    reported(name, "resolving the mentions, s", lookedUpMs / 1000, all.length),
    reported(name, "peak memory of the process, GB", process.resourceUsage().maxRSS / 1024 / 1024),
    ...[...judged]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([rule, of]) => reported(name, `${rule}: right`, share(of, "right"), of.length)),
  ];
}
