import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportedFile } from "../../shared/contract/telemetry.ts";
import { ocsfClasses } from "../../shared/domain/ocsf.ts";
import type { ImportOutcome } from "../../electron/engine/telemetry/import-request.ts";
import { runInspection } from "../../electron/engine/telemetry/run-import.ts";
import { schemaConformance } from "../../electron/engine/telemetry/validate/schema-conformance.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { openEngine } from "./duckdb-setup.ts";
import { fixture, importHere, tempFolder } from "./telemetry-support.ts";

/** What came as OCSF keeps its own version and is left out of what is kept: nothing here maps it. */
const folders: readonly string[] = ["zeek", "windows", "suricata", "cloudtrail"];
const root = testData("telemetry") ?? "";
const inRoot = (names: readonly string[]) => names.map((name) => ({ path: join(root, name), displayName: `telemetry/${name}` }));

const update = process.env["UPDATE_GOLDEN"] === "1";
const silent = { checkCancelled: () => undefined, progress: () => undefined, building: () => undefined };

/** Why a file was not read, without its name and without anything it holds. */
const reasonOf = (file: ImportedFile): string => (file.error ?? "").replaceAll(file.name, "…").replace(/ \(keys: .*$/s, "");

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, n]) => `${kind} ${n}`)
    .join(", ");

/** What an import says of a file: format, read, mapped, other kinds, rejected and why. */
const line = (file: ImportedFile): string =>
  [file.name, file.format, file.records, file.mapped, counted(file.unmapped), counted(file.rejectReasons), reasonOf(file)].join(" | ");

/**
 * x509.log names no connection; Zeek notes HTTP requests that nobody answered, queries without a name, and Kerberos and NTLM
 * exchanges of whose client it saw no name; PowerShell runs empty scripts; one collector lost the creator's process id.
 */
const known = [
  "network_activity Zeek: the event: none of dst_endpoint, src_endpoint: 1046",
  "http_activity Zeek: http_response.code: required, but missing: 127",
  "dns_activity Zeek: query.hostname: required, but missing: 14",
  "email_activity Zeek: email: required, but missing: 1",
  "process_activity Microsoft-Windows-Security-Auditing: process.parent_process: none of pid, uid, cpid: 9",
  "process_activity Microsoft-Windows-Security-Auditing: actor.process: none of pid, uid, cpid: 9",
  "module_activity Sysmon: device: required, but missing: 1",
  "module_activity Sysmon: actor.process: none of pid, uid, cpid: 1",
  "script_activity Microsoft-Windows-PowerShell: script.script_content: required, but missing: 123",
  "authentication Zeek: user: required, but missing: 234",
  "authentication Zeek: user: none of account, name, uid: 22",
];

describe.skipIf(noTestData("telemetry", "zeek"))("recorded telemetry of every kind", { timeout: 600_000 }, () => {
  const temp = tempFolder();
  let kept: ImportOutcome;
  // The one reading of half a million events serves both tests.
  beforeAll(async () => {
    kept = await importHere(temp.path, [], { paths: inRoot(folders) });
  }, 600_000);
  afterAll(() => temp[Symbol.dispose]());

  it("imports, or is refused for the reason that was reviewed", async () => {
    const names = readdirSync(root).toSorted();
    const rest = await runInspection(
      { paths: inRoot(names.filter((name) => !folders.includes(name))), source: "test", format: "auto", clock: "declared" },
      silent,
    );
    const byName = Map.groupBy([...kept.manifest.files, ...rest.files], ({ name }) => name.split("/")[1]);
    const files = names.flatMap((name) => byName.get(name) ?? []);
    const classes = ocsfClasses.map(({ name }) => [name, (kept.manifest.classes[name] ?? 0) + (rest.classes[name] ?? 0)] as const);
    const table = [...files.map(line), "", ...classes.filter(([, n]) => n > 0).map(([name, n]) => `${name} ${n}`), ""].join("\n");
    const path = fixture("golden/inventory.txt");
    if (update) writeFileSync(path, table);
    expect(existsSync(path) ? readFileSync(path, "utf8") : "no golden file").toBe(table);
    expect(files.every((f) => f.records === f.mapped + f.rejected + Object.values(f.unmapped).reduce((a, b) => a + b, 0))).toBe(true);
  });

  it("keeps to OCSF in at least 99 of 100 events of each source, and the rest is listed", async () => {
    const { engine } = openEngine(temp.path);
    try {
      const found = await schemaConformance(engine, { snapshots: [kept.snapshotId], classes: ocsfClasses.map((c) => c.name) });
      const sources = [...Map.groupBy(found, (s) => s.product)].map(([product, parts]) => ({
        product,
        k: parts.reduce((sum, s) => sum + s.valid.k, 0),
        n: parts.reduce((sum, s) => sum + s.valid.n, 0),
      }));
      expect(sources.filter(({ k, n }) => k < 0.99 * n)).toEqual([]);
      expect(sources.map(({ product, k, n }) => `${product}: ${k} of ${n}`).toSorted()).toEqual([
        "CloudTrail: 245 of 245",
        "Microsoft-Windows-PowerShell: 24760 of 24883",
        "Microsoft-Windows-Security-Auditing: 3816 of 3825",
        "Suricata: 314 of 314",
        "Sysmon: 308575 of 308577",
        "Zeek: 219723 of 221167",
        "auditd: 50 of 50",
      ]);
      const failures = found.flatMap((s) =>
        s.failures.map((f) => `${s.class} ${s.product}: ${f.attribute || "the event"}: ${f.reason}: ${f.count}`),
      );
      expect(failures).toEqual(known);
    } finally {
      await engine.close();
    }
  });
});
