import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ColumnValues, Query, QueryEngine } from "../duckdb/query-engine.ts";
import { evidenceCap, evidenceFor } from "./evidence.ts";
import { extractFeatures } from "./extract-features.ts";
import { findPackage, listPackages, loadPackage } from "./packages.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-features-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const modelJson = {
  name: "pairs",
  title: "Odd pairs",
  hypothesis: "h",
  attack: [],
  requires: ["network_activity"],
  grain: {
    subject: "pairs of hosts",
    keys: [
      { column: "src", entity: "ip", title: "Source" },
      { column: "dst", entity: "ip", title: "Destination" },
    ],
    window: "day",
  },
  features: [
    {
      name: "bytes",
      title: "Bytes",
      description: "",
      unit: "bytes",
      direction: "high",
      transform: "log1p",
      nullPolicy: { impute: 0 },
      attackerControlled: true,
    },
    { name: "regularity", title: "Regularity", description: "", direction: "high", nullPolicy: { impute: 0.5 }, attackerControlled: true },
  ],
  algorithm: { kind: "isolation-forest", trees: 10, sampleSize: 64 },
  calibration: { kind: "split-conformal", fraction: 0.2 },
  dailyBudget: 5,
  owner: "o",
  naiveFoil: { title: "t", sql: "SELECT 1" },
  headline: "{subject}",
};
function writePackage(json: unknown, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(dir, "p-"));
  const all = { "model.json": JSON.stringify(json), "features.sql": "SELECT 1", "evidence.sql": "SELECT 2;\n", ...files };
  for (const [name, text] of Object.entries(all)) if (text !== "") writeFileSync(join(folder, name), text);
  return folder;
}
const pkg = loadPackage(writePackage(modelJson));

type Columns = Record<string, ColumnValues>;
function engineGiving(columns: Columns, asked: Query[] = [], names = Object.keys(columns)): QueryEngine {
  const values = Object.values(columns);
  return {
    columns: async (query) => {
      asked.push(query);
      return { rowCount: values[0]?.length ?? 0, names, columns: values };
    },
    rows: async () => [],
    prepare: async () => undefined,
    discard: () => undefined,
    close: async () => undefined,
  };
}
const good: Columns = {
  src: ["10.0.0.1", "10.0.0.2"],
  dst: ["a", "b"],
  subject_label: ["10.0.0.1 to a", null],
  window_from: Float64Array.of(1, 1),
  window_to: Float64Array.of(2, 2),
  events: Float64Array.of(10, 20),
  x_app: ["dns", null],
  bytes: Float64Array.of(99, Number.NaN),
  regularity: Float64Array.of(Number.NaN, 0.9),
};
const scope = { snapshots: ["s"] };
const extract = (columns: Columns): ReturnType<typeof extractFeatures> => extractFeatures(engineGiving(columns), scope, pkg);

describe("model package", () => {
  it("is read and identified by its texts", () => {
    expect(pkg.spec.name).toBe("pairs");
    expect(loadPackage(writePackage(modelJson)).digest).toBe(pkg.digest);
    expect(loadPackage(writePackage(modelJson, { "features.sql": "SELECT 3" })).digest).not.toBe(pkg.digest);
  });

  it.each([
    ["a missing file", writePackage(modelJson, { "evidence.sql": "" }), /no evidence.sql/],
    ["text that is not JSON", writePackage(modelJson, { "model.json": "{" }), /not JSON/],
    ["a field of the wrong kind", writePackage({ ...modelJson, dailyBudget: -1 }), /dailyBudget/],
    ["a column named twice", writePackage({ ...modelJson, features: [modelJson.features[0], modelJson.features[0]] }), /"bytes" twice/],
  ])("is refused for %s, naming it", (_, folder, reason) => {
    expect(() => loadPackage(folder)).toThrowError(reason);
    expect(() => loadPackage(folder)).toThrowError(AppError);
  });

  it("is found by name among those of a folder, whose names must agree", () => {
    expect(listPackages(join(dir, "none"))).toEqual([]);
    const parent = mkdtempSync(join(dir, "parent-"));
    renameSync(writePackage(modelJson), join(parent, "pairs"));
    expect(listPackages(parent).map((p) => p.digest)).toEqual([pkg.digest]);
    renameSync(writePackage(modelJson), join(parent, "other"));
    expect(() => listPackages(parent)).toThrowError(/other calls itself "pairs"/);
    expect(() => findPackage([pkg], "other")).toThrowError(/Known models: pairs/);
  });
});

describe("feature extraction", () => {
  it("gives keys, labels, windows and extras, imputes and transforms what the model sees, and keeps what was observed", async () => {
    const matrix = await extract(good);
    expect(matrix.rowCount).toBe(2);
    expect(matrix.labels).toEqual(["10.0.0.1 to a", "10.0.0.2 b"]);
    expect(matrix.extras.get("x_app")).toEqual(["dns", null]);
    expect([...matrix.observed]).toEqual([99, Number.NaN, Number.NaN, 0.9]);
    expect([...matrix.model]).toEqual([Math.fround(Math.log(100)), 0.5, 0, Math.fround(0.9)]);
  });

  const without = (name: string): Columns => Object.fromEntries(Object.entries(good).filter(([n]) => n !== name));
  it.each<[string, Columns, RegExp]>([
    ["a missing feature", without("regularity"), /"regularity" is missing/],
    ["a missing window", without("window_to"), /"window_to" is missing/],
    ["a feature that is text", { ...good, bytes: ["1", "2"] }, /"bytes" must be a number; it is text/],
    ["a feature that is a boolean", { ...good, bytes: [true, false] }, /"bytes" must be a number; it is a boolean/],
    ["a key that is a number", { ...good, src: Float64Array.of(1, 2) }, /"src" must be text; it is a number/],
    ["a subject twice", { ...good, src: ["x", "x"], dst: ["y", "y"] }, /x, y appears twice/],
    ["a key that is missing", { ...good, dst: ["a", null] }, /row 1 has no dst/],
    ["an infinite value", { ...good, bytes: Float64Array.of(1, Infinity) }, /"bytes" is Infinity in row 1/],
    ["a value float32 cannot hold", { ...good, regularity: Float64Array.of(1e300, 1) }, /"regularity" is 1e\+300/],
    ["a logarithm of a negative number", { ...good, bytes: Float64Array.of(-5, 1) }, /"bytes" is -5/],
    ["a window that ends before it starts", { ...good, window_to: Float64Array.of(0, 2) }, /row 0 has no valid window/],
    ["a fractional count of events", { ...good, events: Float64Array.of(1.5, 2) }, /"events" must be a whole number/],
  ])("refuses %s", async (_, columns, reason) => {
    await expect(extract(columns)).rejects.toThrowError(reason);
    await expect(extract(columns)).rejects.toMatchObject({ code: "model-mismatch" });
  });

  it("refuses a column given twice", async () => {
    const engine = engineGiving({ ...good, extra: Float64Array.of(1, 2) }, [], [...Object.keys(good), "bytes"]);
    await expect(extractFeatures(engine, scope, pkg)).rejects.toThrowError(/"bytes" appears twice/);
  });

  it("names the model and its file when the engine refuses the query", async () => {
    const failing: QueryEngine = {
      ...engineGiving(good),
      columns: () => Promise.reject(new AppError("query-failed", "no such column: byts")),
    };
    await expect(extractFeatures(failing, scope, pkg)).rejects.toThrowError("features.sql of pairs failed: no such column: byts");
  });

  it("says there is nothing to score when no subject comes back", async () => {
    const none = Object.fromEntries(Object.entries(good).map(([name, values]) => [name, values.slice(0, 0)]));
    await expect(extract(none)).rejects.toMatchObject({ code: "no-subjects" });
  });
});

describe("evidence", () => {
  const subjects = [
    { keys: ["10.0.0.1", "a"], windowFromUs: 1, windowToUs: 2 },
    { keys: ["10.0.0.2", "b"], windowFromUs: 1, windowToUs: 2 },
  ];
  const rows: Columns = {
    subject_no: Float64Array.of(1, 1),
    class: ["network_activity", "network_activity"],
    snapshot: ["0123456789abcdef", "0123456789abcdef"],
    event_no: Float64Array.of(4, 9),
    file_no: Float64Array.of(0, 1),
    record_no: Float64Array.of(12, 3),
    time: Float64Array.of(1000, 2000),
    id_uid: ["CxY1", null],
    evidence_no: Float64Array.of(1, 2),
  };
  const request = (columns: Columns, asked: Query[] = []): Parameters<typeof evidenceFor>[0] => ({
    queryEngine: engineGiving(columns, asked),
    scope,
    pkg,
    fileName: (prefix, fileNo) => `${prefix}/${fileNo}.log`,
  });

  it("lists each subject's events with their file, record and original identifiers, and asks for a capped number", async () => {
    const asked: Query[] = [];
    const [first, second] = await evidenceFor(request(rows, asked), subjects);
    expect(first).toEqual([]);
    expect(second).toEqual([
      {
        eventId: "0123456789abcdef-4",
        class: "network_activity",
        time: 1000,
        file: "0123456789abcdef/0.log",
        record: 12,
        ids: { uid: "CxY1" },
      },
      { eventId: "0123456789abcdef-9", class: "network_activity", time: 2000, file: "0123456789abcdef/1.log", record: 3, ids: {} },
    ]);
    expect(asked[0]?.sql).toContain(`evidence_no <= ${evidenceCap}`);
    expect(asked[0]?.sql).not.toContain(";");
    expect(asked[0]?.tables?.[0]?.columns.map((c) => [c.name, c.values])).toEqual([
      ["subject_no", [0, 1]],
      ["src", ["10.0.0.1", "10.0.0.2"]],
      ["dst", ["a", "b"]],
      ["window_from", [1, 1]],
      ["window_to", [2, 2]],
    ]);
  });

  it("asks nothing for no subjects and refuses events of no subject", async () => {
    const asked: Query[] = [];
    expect(await evidenceFor(request(rows, asked), [])).toEqual([]);
    expect(asked.length).toBe(0);
    await expect(evidenceFor(request({ ...rows, subject_no: Float64Array.of(1, 7) }), subjects)).rejects.toThrowError(
      /row 1 names no event/,
    );
  });
});
