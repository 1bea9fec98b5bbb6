import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { LogEntry } from "../../shared/contract/audit.ts";
import type { Client } from "../../shared/contract/client.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

let dir = "";
let engine: Engine;
let client: Client;
let hunt = "";

const evil = "=cmd|' /C calc'!A0";

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "quarry-audit-log-"));
  surface(
    join(dir, "workspace"),
    1,
    estate.map((one) => (one.name === "beacon-2" ? { ...one, label: evil } : one)),
  );
  engine = await createEngine({ workspaceDir: join(dir, "workspace") });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  const judge = (names: readonly string[], verdict: string, analyst: string) =>
    client.call("triage.judge", { anomalyIds: names.map((name) => idIn(1, name)), verdict, analyst });
  await judge(["beacon-1"], "malicious", "ana");
  await judge(["beacon-2"], "benign", "ben");
  await client.call("decisions.undo", { analyst: "ben" });
  await judge(["logon-1", "logon-2", "logon-3"], "disregard", "ana");
  await client.call("decisions.undo", { analyst: "ana" });
  await client.call("decisions.redo", { analyst: "ana" });
  await client.call("triage.note", { anomalyId: idIn(1, "beacon-2"), text: "=HYPERLINK(1)", analyst: "ben" });
  const opened = await client.call("hunts.open", { anomalyIds: [idIn(1, "implant")], record: { topic: "Relay" }, analyst: "ana" });
  hunt = opened.hunt.id;
  await client.call("hunts.move", { id: hunt, stage: "active", analyst: "ben" });
  await client.call("workspace.auditShare", { share: 0.1, analyst: "ana" });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const page = (filter: Input<"audit.page"> = {}) => client.call("audit.page", { limit: 1000, ...filter });
const seqs = async (filter: Input<"audit.page">): Promise<number[]> => (await page(filter)).decisions.map(({ seq }) => seq);
const bySeq = async (seq: number): Promise<LogEntry> => {
  const found = (await page()).decisions.find((one) => one.seq === seq);
  if (found === undefined) throw new Error(`there is no entry ${seq}`);
  return found;
};

describe("the decision log", () => {
  it("is told in words, with what each entry is about", async () => {
    expect((await page()).decisions.map(({ words }) => words).toReversed()).toEqual([
      "beacon-1 judged malicious",
      `${evil} judged benign`,
      `Took back entry 2: ${evil} judged benign`,
      "3 cases judged disregard",
      "Took back entry 4: 3 cases judged disregard",
      "Did again entry 4: 3 cases judged disregard",
      `Note on ${evil}`,
      "Hunt “Relay” opened with 1 anomaly",
      "Hunt “Relay” made active",
      "Share of audit items set to 10 %",
    ]);
    expect((await bySeq(9)).about).toEqual([{ type: "hunt", id: hunt, label: "Relay" }]);
    expect(await bySeq(4)).toMatchObject({ aboutCount: 3, about: [{ type: "case", id: idIn(1, "logon-1"), label: "logon-1" }, {}, {}] });
    expect((await bySeq(3)).about).toEqual([{ type: "case", id: idIn(1, "beacon-2"), label: evil }]);
  });

  it("says which entries were taken back and by which, and that one given again stands", async () => {
    expect((await bySeq(2)).undoneBy).toBe((await bySeq(3)).id);
    expect((await bySeq(4)).undoneBy).toBeNull();
  });

  it("is filtered by who, kind, time, what it is about and text", async () => {
    expect(await seqs({ actor: "ben" })).toEqual([9, 7, 3, 2]);
    expect(await seqs({ kind: "decision.undo" })).toEqual([5, 3]);
    expect(await seqs({ from: (await bySeq(4)).at, to: (await bySeq(6)).at })).toEqual([5, 4]);
    expect(await seqs({ about: { type: "case", id: idIn(1, "beacon-2") } })).toEqual([7, 3, 2]);
    expect(await seqs({ about: { type: "hunt", id: hunt } })).toEqual([9, 8]);
    expect(await seqs({ about: { type: "model", id: "logon" } })).toEqual([6, 5, 4]);
    expect(await seqs({ about: { type: "entity", id: "person:p2" } })).toEqual([6, 5, 4]);
    expect(await seqs({ text: "HYPERLINK" })).toEqual([7]);
    expect(await seqs({ text: "LOGON-3" })).toEqual([4]);
    expect((await page({ actor: "ben", limit: 1 })).total).toBe(4);
  });

  it("is paged by number without a gap, whatever is added meanwhile", async () => {
    const first = await page({ limit: 4 });
    await client.call("workspace.auditShare", { share: 0.05, analyst: "ana" });
    const rest = await page({ limit: 100, before: first.decisions.at(-1)?.seq });
    expect([...first.decisions, ...rest.decisions].map(({ seq }) => seq)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it("says what there is to filter by", async () => {
    const { kinds, actors } = await client.call("audit.choices", {});
    expect(kinds[0]).toEqual({ kind: "verdict.record", title: "Verdict", n: 3 });
    expect(actors.map(({ actor }) => actor)).toEqual(["ana", "ben"]);
  });
});

const Line = z.strictObject({
  seq: z.number(),
  id: z.string(),
  at: z.number(),
  actor: z.string(),
  kind: z.string(),
  body: z.unknown(),
  prevHash: z.string(),
  hash: z.string(),
});
/** JSON with sorted keys and no spaces, written here again so that nothing of the product vouches for itself. */
const sorted = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(sorted).join(",")}]`
    : typeof value === "object" && value !== null
      ? `{${Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => `${JSON.stringify(key)}:${sorted(one)}`)
          .join(",")}}`
      : JSON.stringify(value);

describe("an export of the decision log", () => {
  const write = async (wanted: Extract<Input<"exports.write">["wanted"], { what: "log" }>, name: string) => {
    const out = join(dir, name);
    const written = await client.call("exports.write", { wanted, out, analyst: "ana" });
    return { written, text: readFileSync(out, "utf8") };
  };

  it("can be verified with nothing but sha256, and one changed byte shows", async () => {
    const { text, written } = await write({ what: "log" }, "log.ndjson");
    const check = (lines: readonly string[]): number[] => {
      let previous = "0".repeat(64);
      return lines.flatMap((line) => {
        const { seq, at, actor, kind, body, prevHash, hash, id } = Line.parse(JSON.parse(line));
        const expected = createHash("sha256")
          .update(`${prevHash}\n${sorted({ seq, at, actor, kind, body })}`)
          .digest("hex");
        const isGood = prevHash === previous && hash === expected && id === `d${hash.slice(0, 16)}`;
        previous = hash;
        return isGood ? [] : [seq];
      });
    };
    const lines = text.trimEnd().split("\n");
    expect(check(lines)).toEqual([]);
    expect(lines).toHaveLength(written.rows);
    expect(check(lines.map((line, i) => (i === 3 ? line.replace("disregard", "malicious") : line)))).toEqual([4]);
    expect(check(lines.toSpliced(5, 1))).toEqual([7]);
    expect(createHash("sha256").update(text).digest("hex")).toBe(written.sha256);
  });

  it("is signed for, and the decision to export it is its last entry", async () => {
    const { text, written } = await write({ what: "log" }, "again.ndjson");
    const last = Line.parse(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}"));
    expect(last).toMatchObject({ id: written.decision, actor: "ana", kind: "export.write" });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("as a table says what was decided in words, and runs no formula", async () => {
    const { text } = await write({ what: "log", format: "csv", actor: "ben" }, "log.csv");
    const rows = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true, record_delimiter: "\r\n" }));
    expect(rows.map((row) => row["seq"])).toEqual(["2", "3", "7", "9"]);
    expect(rows[0]).toMatchObject({ actor: "ben", what: `'${evil} judged benign`, undone_by: (await bySeq(3)).id });
    expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it("is counted before it is written, and says whether it is all", async () => {
    const plan = await client.call("exports.plan", { wanted: { what: "log", actor: "ben" } });
    expect(plan).toMatchObject({ unit: "entry", rows: 4 });
    expect(plan.remarks.join(" ")).toContain("A part of the log");
  });
});

describe("a log that was tampered with", () => {
  it("is listed all the same, and the verification names the entries that are broken", async () => {
    const db = new BetterSqlite3(join(dir, "workspace", "quarry.sqlite"));
    db.exec("DROP TRIGGER decision_is_append_only_update");
    const [third] = (await page()).decisions.filter(({ seq }) => seq === 3);
    db.prepare("UPDATE decision SET body = '{' WHERE seq = 1").run();
    db.prepare("UPDATE decision SET body = ? WHERE seq = 3").run(JSON.stringify({ undoes: third?.id }));
    db.prepare("UPDATE decision SET body = '{}' WHERE seq = 8").run();
    db.close();
    const entries = new Map((await page()).decisions.map((one) => [one.seq, one.words]));
    expect([entries.get(1), entries.get(3), entries.get(8)]).toEqual(["Verdict record", `Took back ${third?.id}`, "Hunt open"]);
    const { ok, problems } = await client.call("audit.verify", {});
    expect(ok).toBe(false);
    expect(new Set(problems.map(({ seq }) => seq))).toEqual(new Set([1, 3, 8]));
    expect(problems.find(({ seq }) => seq === 8)?.problem).toBe("was changed after it was written");
  });
});
