import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contentId } from "../../electron/engine/hash.ts";
import type { ImportRequest } from "../../electron/engine/telemetry/import-request.ts";
import { mappingVersions } from "../../electron/engine/telemetry/map/versions.ts";
import { fixture, importHere, storedRows, tempFolder } from "./telemetry-support.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const csv = { format: "csv", mapping: readFileSync(fixture("flows-mapping.json"), "utf8") } as const;

const cases: readonly (readonly [file: string, options: Partial<ImportRequest>])[] = [
  ["conn.log", {}],
  ["conn.json.log", {}],
  ["open_conn.log", {}],
  ["dns.log", {}],
  ["http.log", {}],
  ["ssl.log", {}],
  ["changing-header.log", {}],
  ["windows-nxlog.ndjson", {}],
  ["windows-winlogbeat.ndjson", {}],
  ["windows-getwinevent.json", {}],
  ["windows-wrong-clock.ndjson", {}],
  ["windows-other-shapes.ndjson", {}],
  ["flows.csv", csv],
  ["zeek-many.ndjson", {}],
  ["files.log", {}],
  ["cloudtrail-records.json", {}],
  ["cloudtrail-shipped.ndjson", {}],
  ["suricata-eve.json", {}],
  ["ocsf-events.ndjson", {}],
  ["auditd.log", {}],
  ["syslog-auth.log", {}],
  ["syslog-yearless.log", { clock: "start:2025-12-01T00:00:00Z" }],
  ["linux-collected.ndjson", {}],
];

async function outputOf(file: string, options: Partial<ImportRequest>): Promise<object> {
  using temp = tempFolder();
  const outcome = await importHere(temp.path, [fixture(file)], options);
  const { files, clock, clockProposals, classes, timeRange } = outcome.manifest;
  const rows = await storedRows(temp.path, outcome);
  for (const row of Object.values(rows).flat()) expect(row["raw_data"]).toBeTypeOf("string");
  const shown = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.map(({ raw_data: _raw, ...rest }) => rest)]));
  return { files, clock, clockProposals, classes, timeRange, rejects: outcome.rejects, rows: shown };
}

function golden(name: string, actual: unknown): unknown {
  const path = fixture(`golden/${name}.json`);
  if (update) {
    mkdirSync(fixture("golden"), { recursive: true });
    writeFileSync(path, `${JSON.stringify(actual, undefined, 1)}\n`);
  }
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : "no golden file";
}

describe("records become the OCSF events that were reviewed", () => {
  const outputs: Record<string, object> = {};

  it.each(cases)("%s", async (file, options) => {
    const output = JSON.parse(JSON.stringify(await outputOf(file, options))) as object;
    outputs[file] = output;
    expect(output).toEqual(golden(file, output));
  });

  it("a changed mapping has a raised version number", () => {
    expect(Object.keys(outputs)).toHaveLength(cases.length);
    const state = { versions: mappingVersions, outputs: contentId(outputs) };
    expect(state).toEqual(golden("versions", state));
  });
});
