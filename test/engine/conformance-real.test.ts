import { expect, it } from "vitest";
import { ocsfClasses } from "../../shared/domain/ocsf.ts";
import { schemaConformance } from "../../electron/engine/telemetry/validate/schema-conformance.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { openEngine } from "./duckdb-setup.ts";
import { importHere, tempFolder } from "./telemetry-support.ts";

/** What came as OCSF keeps its own version and is left out: nothing here maps it. */
const folders = ["zeek", "windows", "suricata", "cloudtrail"];

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

const what = "at least 99 of 100 recorded events of each source keep to OCSF, and the rest is listed";

it.skipIf(noTestData("telemetry", "zeek"))(what, { timeout: 600_000 }, async () => {
  using temp = tempFolder();
  const { engine } = openEngine(temp.path);
  try {
    const paths = folders.map((folder) => testData("telemetry", folder) ?? "");
    const outcome = await importHere(temp.path, paths);
    const found = await schemaConformance(engine, { snapshots: [outcome.snapshotId], classes: ocsfClasses.map((c) => c.name) });
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
