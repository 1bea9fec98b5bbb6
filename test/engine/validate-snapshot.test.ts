import { afterAll, describe, expect, it } from "vitest";
import type { ValidatedSource } from "../../shared/contract/validation.ts";
import { type ClassName, ocsfClasses, ocsfVersion } from "../../shared/domain/ocsf.ts";
import { schemaConformance } from "../../electron/engine/telemetry/validate/schema-conformance.ts";
import { openEngine, t0 } from "./duckdb-setup.ts";
import { writeSnapshot } from "./snapshot-fixture.ts";
import { fixture, importHere, tempFolder } from "./telemetry-support.ts";

const temp = tempFolder();
const { engine, snapshotsDir } = openEngine(temp.path);
afterAll(async () => {
  await engine.close();
  temp[Symbol.dispose]();
});

const allClasses = ocsfClasses.map((c) => c.name);
const lineOf = (s: ValidatedSource): string[] => s.failures.map((f) => `${s.class} ${s.product}: ${f.attribute} ${f.reason}: ${f.count}`);

describe("validation", () => {
  const common = { metadata_product_name: "Zeek", metadata_version: ocsfVersion, activity_id: 6, status_id: 1 };
  const { id } = writeSnapshot(snapshotsDir, [
    {
      class: "network_activity",
      events: [
        { ...common, time: t0, src_endpoint_ip: "10.0.0.1" },
        { ...common, time: t0, src_endpoint_ip: "10.0.0.1", tls_sni: "example.test" },
        { ...common, time: t0, src_endpoint_ip: "10.0.0.999" },
        { ...common, time: t0, activity_id: 42, src_endpoint_port: 70_000 },
        { ...common, time: t0, metadata_version: "1.1.0", connection_info_uid: "C1" },
      ],
    },
  ]);
  const validate = (sample?: number) =>
    schemaConformance(engine, {
      snapshots: [id],
      classes: ["network_activity" satisfies ClassName],
      ...(sample === undefined ? {} : { sample }),
    });

  it("names each attribute, what is wrong, how often and where, source by source", async () => {
    const [older, own] = await validate();
    const prefix = id.slice(0, 16);
    expect(own).toMatchObject({ class: "network_activity", product: "Zeek", version: ocsfVersion, valid: { k: 2, n: 4, rate: 0.5 } });
    expect(own?.failures.toSorted((a, b) => (a.attribute < b.attribute ? -1 : 1))).toMatchObject([
      { attribute: "activity_id", reason: "no value of its enumeration", count: 1, examples: [`${prefix}-3`] },
      { attribute: "src_endpoint", count: 1, examples: [`${prefix}-3`] },
      { attribute: "src_endpoint.ip", reason: "no IP address", count: 1, examples: [`${prefix}-2`] },
      { attribute: "src_endpoint.port", reason: "no port", count: 1, examples: [`${prefix}-3`] },
    ]);
    expect(own?.failures.find((f) => f.attribute === "src_endpoint")?.reason).toMatch(/^none of ip, uid, name/);
    expect(own?.filled).toEqual([
      { attribute: "severity_id", by: "0, for unknown", count: 4 },
      { attribute: "tls.version", by: "Unknown, for unknown", count: 1 },
    ]);
    expect(older).toMatchObject({ version: "1.1.0", valid: { k: 0, n: 1 } });
    expect(older?.failures).toMatchObject([{ attribute: "", reason: "none of dst_endpoint, src_endpoint" }]);
  });

  it("of a sample takes the same events every time, and never more than asked for", async () => {
    const [first, second] = [await validate(3), await validate(3)];
    expect(first).toEqual(second);
    expect(first.reduce((n, s) => n + s.valid.n, 0)).toBe(3);
    expect((await validate(100)).reduce((n, s) => n + s.valid.n, 0)).toBe(5);
  });

  it("finds nothing wrong with what the mappings make of the fixtures, but what is known", async () => {
    const files = [
      "conn.log",
      "dns.log",
      "http.log",
      "ssl.log",
      "zeek-many.ndjson",
      "windows-nxlog.ndjson",
      "suricata-eve.json",
      "auditd.log",
    ];
    const outcome = await importHere(
      temp.path,
      files.map((f) => fixture(f)),
    );
    const found = await schemaConformance(engine, { snapshots: [outcome.snapshotId], classes: allClasses });
    expect(found.reduce((n, s) => n + s.valid.n, 0)).toBe(Object.values(outcome.manifest.classes).reduce((a, b) => a + b, 0));
    expect(found.flatMap(lineOf)).toEqual([
      "network_activity Zeek:  none of dst_endpoint, src_endpoint: 2",
      "http_activity Zeek: http_response.code required, but missing: 1",
      "process_activity auditd: device required, but missing: 2",
      "script_activity Microsoft-Windows-PowerShell: actor.process none of pid, uid, cpid: 1",
      "authentication Zeek: user required, but missing: 1",
    ]);
  });
});
