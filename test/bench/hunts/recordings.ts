import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { FeatureMatrix } from "../../../electron/engine/features/feature-matrix.ts";
import { adversaryView, type Clues, cluesIn, isEmpty, matchesAccount, matchesProcess } from "./adversary-view.ts";

/** A recording and what in it counts as found. */
export interface Recording {
  readonly set: string;
  readonly name: string;
  readonly paths: readonly string[];
  readonly techniques: readonly string[];
  /** Undefined when the recording's metadata name nothing a subject could be held against. */
  readonly isWanted: ((model: string, matrix: FeatureMatrix, row: number) => boolean) | undefined;
}

const Atomic = z.array(
  z.object({
    file: z.string(),
    metadata: z.array(z.string()),
    techniques: z.array(z.string()),
    hosts_named_in_adversary_view: z.array(z.string()),
    users_named_in_adversary_view: z.array(z.string()),
    pids_named_in_adversary_view: z.array(z.string()),
  }),
);
const Campaign = z.object({ malicious_processes: z.array(z.object({ guid: z.string() })) });
const Detonations = z.record(z.string(), z.object({ technique: z.string(), principals: z.array(z.string()) }));

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const keyOf = (matrix: FeatureMatrix, row: number, column: string): string =>
  matrix.keys.find((k) => k.column === column)?.values[row] ?? "";

function byClues(clues: Clues): Recording["isWanted"] {
  if (isEmpty(clues)) return undefined;
  return (model, matrix, row) => {
    if (model === "logon") return matchesAccount(clues, keyOf(matrix, row, "account"), keyOf(matrix, row, "host"));
    if (model !== "process-rarity") return false;
    return matchesProcess(clues, {
      pid: /\(pid (\d+)\)/.exec(matrix.labels[row] ?? "")?.[1],
      image: matrix.extras.get("x_image")?.[row] ?? "",
      command: matrix.extras.get("x_command")?.[row] ?? "",
    });
  };
}

function atomics(root: string): Recording[] {
  const dir = join(root, "windows", "otrf_atomic");
  if (!existsSync(dir)) return [];
  return Atomic.parse(readJson(join(dir, "labels.json"))).map((a) => {
    const view = a.metadata.map((name) => adversaryView(readFileSync(join(dir, "_metadata", name), "utf8"))).join("\n");
    const named = { pids: a.pids_named_in_adversary_view, users: a.users_named_in_adversary_view, hosts: a.hosts_named_in_adversary_view };
    return {
      set: "otrf_atomic",
      name: a.file,
      paths: [join(dir, a.file)],
      techniques: a.techniques,
      isWanted: byClues(cluesIn(view, named)),
    };
  });
}

function campaigns(root: string): Recording[] {
  const dir = join(root, "windows");
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.startsWith("lsass_campaign"))
    .toSorted()
    .map((name) => {
      const { malicious_processes } = Campaign.parse(readJson(join(dir, name, "labels.json")));
      const guids = new Set(malicious_processes.map((p) => p.guid.replace(/[{}]/g, "").toLowerCase()));
      const archive = readdirSync(join(dir, name)).find((f) => f.endsWith(".zip") && !f.includes("zeek")) ?? "";
      return {
        set: "lsass_campaign",
        name,
        paths: [join(dir, name, archive)],
        techniques: ["T1003.001"],
        isWanted: (model, matrix, row) => model === "process-rarity" && guids.has(keyOf(matrix, row, "process_uid")),
      };
    });
}

function clouds(root: string): Recording[] {
  const stolen = join(root, "cloudtrail", "otrf_s3_exfil");
  const detonated = join(root, "cloudtrail", "stratus_detonation");
  const found: Recording[] = [];
  if (existsSync(stolen)) {
    const { malicious_principal: principal } = z.object({ malicious_principal: z.string() }).parse(readJson(join(stolen, "labels.json")));
    found.push({
      set: "otrf_s3_exfil",
      name: "ec2_proxy_s3_exfiltration",
      paths: [join(stolen, "ec2_proxy_s3_exfiltration.zip")],
      techniques: ["T1078.004", "T1530"],
      isWanted: (model, matrix, row) => model === "cloud-principal" && keyOf(matrix, row, "principal").endsWith(principal),
    });
  }
  if (existsSync(detonated)) {
    const detonations = Object.values(Detonations.parse(readJson(join(detonated, "labels.json"))));
    const files = readdirSync(detonated).filter((f) => f.startsWith("aws.") && f.endsWith(".json"));
    for (const { technique, principals } of detonations)
      found.push({
        set: "stratus_detonation",
        name: technique,
        paths: files.map((f) => join(detonated, f)),
        techniques: [technique],
        isWanted: (model, matrix, row) =>
          model === "cloud-principal" &&
          principals.some((p) => p === keyOf(matrix, row, "principal") || p.startsWith(`${keyOf(matrix, row, "principal")}/`)),
      });
  }
  return found;
}

/** The folder that holds `name`: `dir`, or `telemetry` in it. */
export const telemetryIn = (dir: string, name: string): string => (existsSync(join(dir, name)) ? dir : join(dir, "telemetry"));

/** Recordings with labels under `dir`, which holds `windows/` and `cloudtrail/`, or `telemetry/` with them. */
export function recordingsIn(dir: string): Recording[] {
  const root = telemetryIn(dir, "windows");
  return [...atomics(root), ...campaigns(root), ...clouds(root)];
}
