import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../../shared/contract/errors.ts";
import { ExportManifest } from "../../shared/contract/workspace.ts";
import { exportLabels } from "../../electron/engine/labels/export-labels.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { hour, judge, start, storeAnomalies, type FixtureAnomaly, type FixtureVerdict } from "./labels-fixture.ts";

let dir: string;
let db: Database;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-labels-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const anomalies: readonly FixtureAnomaly[] = [
  { id: "a1", model: "beaconing", subject: "s1", features: { regularity: 0.98, bytes: null } },
  { id: "a2", model: "beaconing", subject: "s2", features: { regularity: 0.5, bytes: 12 }, label: '=HYPERLINK("http://x")' },
  { id: "a3", model: "beaconing", subject: "s3", features: { regularity: -1, bytes: 3 }, label: '@sum, "quoted"\r\nnext' },
  { id: "a4", model: "beaconing", subject: "s4" },
  { id: "a5", model: "logon", subject: "t1", features: { hosts: 7 } },
  { id: "a6", model: "beaconing", subject: "same", fromUs: start },
  { id: "a7", model: "beaconing", subject: "same", fromUs: start },
  { id: "a8", model: "beaconing", subject: "same", fromUs: start + hour, features: { regularity: 1, bytes: 1 } },
  { id: "a9", model: "beaconing", subject: "unjudged" },
];
const verdicts: Readonly<Record<string, FixtureVerdict>> = {
  a1: { verdict: "malicious", confidence: "high" },
  a2: { verdict: "benign", reason: "-1+1", bulkId: "b1" },
  a3: { verdict: "false-positive-model", reason: "threshold" },
  a4: { verdict: "suspicious" },
  a5: { verdict: "malicious" },
  a6: { verdict: "malicious" },
  a7: { verdict: "benign", analyst: "ben" },
  a8: { verdict: "benign" },
};

function exportTo(name: string, format: "parquet" | "csv" | "ndjson", model?: string) {
  const out = join(dir, name);
  const manifest = exportLabels({ db, workspaceRoot: dir, format, out, model });
  return {
    manifest,
    bytes: readFileSync(out),
    manifestText: readFileSync(`${out}.manifest.json`, "utf8"),
    provenance: readFileSync(`${out}.provenance.ndjson`, "utf8"),
  };
}

const Row = z.record(z.string(), z.unknown());

async function readParquet(bytes: Buffer): Promise<z.infer<typeof Row>[]> {
  const file = Uint8Array.from(bytes).buffer;
  return z.array(Row).parse(await parquetReadObjects({ file, compressors }));
}

describe("exporting labels", () => {
  beforeEach(() => {
    storeAnomalies(db, anomalies);
    judge(db, verdicts);
  });

  it("writes Parquet that another library reads back, one row for each label", async () => {
    const { manifest, bytes } = exportTo("l.parquet", "parquet");
    const rows = await readParquet(bytes);
    expect(rows.map((r) => [r["anomaly_id"], r["label"], r["weight"], r["verdict"], r["ocsf_verdict_id"]])).toEqual([
      ["a1", 1, 1, "malicious", 2],
      ["a2", 0, 0.5, "benign", 5],
      ["a3", 0, 1, "false-positive-model", 1],
      ["a8", 0, 1, "benign", 5],
      ["a5", 1, 1, "malicious", 2],
    ]);
    expect(rows[0]).toMatchObject({
      model: "beaconing",
      model_version: "v-beaconing",
      dataset_version: "d1",
      run: "r-beaconing",
      subject_type: "pair",
      subject_keys: '{"src":"s1"}',
      window_from: "2026-03-01T00:00:00.000000Z",
      window_to: "2026-03-01T01:00:00.000000Z",
      window_from_us: BigInt(start),
      confidence: "high",
      analyst: "ada",
      score: 0.5,
      p_value: 0.01,
      feature_sql_digest: "sql-beaconing",
      onnx_sha256: "onnx-beaconing",
      f_regularity: 0.98,
      f_bytes: null,
      f_hosts: null,
    });
    expect(rows.at(-1)).toMatchObject({ f_regularity: null, f_hosts: 7 });
    expect(manifest).toMatchObject({
      rows: 5,
      sha256: sha256(bytes),
      model: null,
      modelVersions: ["v-beaconing", "v-logon"],
      datasetVersions: ["d1"],
    });
    expect(manifest.features).toEqual({ beaconing: ["f_bytes", "f_regularity"], logon: ["f_hosts"] });
  });

  it("counts what is no label, and leaves contradictions out, for the same window only", () => {
    expect(exportTo("l.csv", "csv").manifest.excluded).toEqual([
      { because: "contradictory verdicts of different analysts on the same subject", n: 2 },
      { because: "not resolved yet", n: 1 },
    ]);
  });

  it("keeps formulas from running and quotes as RFC 4180 says, and leaves numbers alone", () => {
    const text = exportTo("l.csv", "csv").bytes.toString("utf8");
    const rows = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true, record_delimiter: "\r\n" }));
    expect(rows.map((r) => r["subject_label"])).toEqual(["s1", '\'=HYPERLINK("http://x")', '\'@sum, "quoted"\r\nnext', "same", "t1"]);
    expect(rows[1]?.["reason"]).toBe("'-1+1");
    expect(rows[2]?.["f_regularity"]).toBe("-1");
    expect(rows[0]?.["f_bytes"]).toBe("");
  });

  it("writes the same rows as NDJSON", () => {
    const lines = exportTo("l.ndjson", "ndjson").bytes.toString("utf8").trimEnd().split("\n");
    const rows = lines.map((line) => Row.parse(JSON.parse(line)));
    expect(rows.map((r) => r["anomaly_id"])).toEqual(["a1", "a2", "a3", "a8", "a5"]);
    expect(rows[0]).toMatchObject({ f_bytes: null, label: 1, window_from_us: start });
  });

  it("keeps to one model when asked", () => {
    const { manifest } = exportTo("l.csv", "csv", "logon");
    expect(manifest).toMatchObject({ rows: 1, model: "logon", features: { logon: ["f_hosts"] }, excluded: [] });
  });

  it.each(["parquet", "csv", "ndjson"] as const)("gives the same bytes for the same decisions made at another time (%s)", (format) => {
    const first = exportTo("x", format);
    const again = openDatabase(join(dir, "other.sqlite"));
    storeAnomalies(again, anomalies.toReversed());
    judge(again, Object.fromEntries(Object.entries(verdicts).map(([id, v]) => [id, { ...v, atUs: start + 99 * hour }])));
    db.close();
    db = again;
    const second = exportTo("x", format);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect(second.manifestText).toBe(first.manifestText);
    expect(ExportManifest.parse(JSON.parse(second.manifestText))).toEqual(second.manifest);
    expect(second.provenance).not.toBe(first.provenance);
    expect(second.manifestText).not.toContain(dir);
  });

  it("tells decisions and the log's head beside the data", () => {
    const lines = exportTo("x.csv", "csv")
      .provenance.trimEnd()
      .split("\n")
      .map((line) => Row.parse(JSON.parse(line)));
    expect(lines[0]).toMatchObject({ kind: "export", log_entries: 8 });
    expect(lines.slice(1)).toHaveLength(8);
    expect(lines.find((l) => l["anomaly_id"] === "a4")).toMatchObject({ used: false, excluded_because: "not resolved yet" });
  });

  it("names the file by its content when no place is given, and leaves nothing half-written", () => {
    const manifest = exportLabels({ db, workspaceRoot: dir, format: "csv" });
    expect(manifest.file).toBe(`labels-${manifest.sha256.slice(0, 12)}.csv`);
    expect(readdirSync(join(dir, "exports")).toSorted()).toEqual(
      [manifest.file, `${manifest.file}.manifest.json`, `${manifest.file}.provenance.ndjson`].toSorted(),
    );
    const failed = () => exportLabels({ db, workspaceRoot: dir, format: "csv", out: join(dir, "missing", "x.csv") });
    expect(failed).toThrow(AppError);
    expect(failed).toThrow(/does not exist/);
  });
});

describe("exporting before anything was judged", () => {
  it.each(["parquet", "csv", "ndjson"] as const)("writes an empty table (%s)", async (format) => {
    const { manifest, bytes } = exportTo("empty", format);
    expect(manifest.rows).toBe(0);
    if (format === "parquet") expect(await readParquet(bytes)).toEqual([]);
    if (format === "csv") expect(bytes.toString("utf8").split("\r\n")).toHaveLength(2);
  });
});

describe("a subject scored and judged again", () => {
  it("lets an analyst's later verdict on a subject scored again replace the earlier one", () => {
    storeAnomalies(db, anomalies);
    judge(db, { a6: { verdict: "malicious" }, a7: { verdict: "benign" } });
    const { manifest, bytes } = exportTo("again.ndjson", "ndjson");
    expect(
      bytes
        .toString("utf8")
        .trimEnd()
        .split("\n")
        .map((line) => Row.parse(JSON.parse(line))["anomaly_id"]),
    ).toEqual(["a7"]);
    expect(manifest.excluded).toEqual([{ because: "superseded by a later verdict on the same subject", n: 1 }]);
  });

  it("makes one label of two analysts who agree", () => {
    storeAnomalies(db, anomalies);
    judge(db, { a6: { verdict: "benign" }, a7: { verdict: "benign", analyst: "ben" } });
    expect(exportTo("agreed.ndjson", "ndjson").manifest.rows).toBe(1);
  });
});
