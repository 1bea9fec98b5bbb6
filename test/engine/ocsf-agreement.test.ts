import { afterAll, describe, expect, it } from "vitest";
import { type ClassName, type Column, ocsfClasses, ocsfVersion, type OcsfClass } from "../../shared/domain/ocsf.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { conformanceOf } from "../../electron/engine/telemetry/validate/conformance-rules.ts";
import { compiledSchema, problemsOf } from "../unit-support/ocsf-schema.ts";
import { toOcsfEvent } from "../unit-support/ocsf-event.ts";
import { noTestData } from "../unit-support/test-data.ts";
import { openEngine, t0 } from "./duckdb-setup.ts";
import { type Event, type EventValue, writeSnapshot } from "./snapshot-fixture.ts";
import { tempFolder } from "./telemetry-support.ts";

const rowsPerClass = 200;

/** What a column may hold, right and wrong. */
const texts = [
  "10.0.0.1",
  "10.0.0.1;10.0.0.2",
  "300.1.1.1",
  "fe80::1",
  "::ffff:10.0.0.1",
  "not an address",
  "ann@example.test",
  "ann@example.test;bob@example.test",
  "ann@localhost",
  "00:11:22:aa:bb:cc",
  "00:11:22",
  "42fc7e13-b730-5c05-0000-0010143c8b00",
  "0x1fffff",
  "C:\\Windows\\System32\\cmd.exe",
  "x;y",
  "größe",
];
const numbers = [0, 1, 2, 3, 4, 6, 7, 16, 26, 99, 100, -1, 443, 65_535, 65_536];

function valueFor(column: Column, pick: <T>(from: readonly T[]) => T | undefined): EventValue {
  if (column.name === "metadata_product_name") return pick(["Sysmon", "Zeek", null]) ?? null;
  if (column.name === "requested_permissions") return pick(["0x1fffff", "4096", "all"]) ?? null;
  switch (column.type) {
    case "string":
      return pick(texts) ?? null;
    case "timestamp":
      return t0;
    case "boolean":
      return pick([true, false]) ?? null;
    case "double":
      return 1.5;
    case "int32":
    case "int64":
      return pick(numbers) ?? null;
  }
}

/** Rows from empty to full, the same ones every time. */
function madeRows(of: OcsfClass): Event[] {
  const random = createRandom(of.uid);
  const pick = <T>(from: readonly T[]): T | undefined => from[random.below(from.length)];
  return Array.from({ length: rowsPerClass }, (_, i) => {
    const share = (i + 1) / rowsPerClass;
    const columns = of.columns.filter(
      (c) => !["event_no", "file_no", "record_no", "time", "metadata_version"].includes(c.name) && random.float() < share,
    );
    return { time: t0 + i, metadata_version: ocsfVersion, ...Object.fromEntries(columns.map((c) => [c.name, valueFor(c, pick)])) };
  });
}

/** A wrong value that a fill took over is counted where it stands. */
const isTakenOver = (fault: string, event: Event): boolean => fault === "email.from: wrong value" && (event["email_from"] ?? null) === null;

const short = (reason: string): string => (reason.includes("missing") ? "missing" : reason.startsWith("none of") ? reason : "wrong value");

describe.skipIf(noTestData("telemetry", "ocsf", "schema"))("the rules as SQL and the compiled schema", () => {
  const schema = compiledSchema(ocsfVersion);
  const temp = tempFolder();
  const { engine, snapshotsDir } = openEngine(temp.path);
  const made = new Map(ocsfClasses.map((c) => [c.name, madeRows(c)]));
  const { id } = writeSnapshot(
    snapshotsDir,
    [...made].map(([name, events]) => ({ class: name, events })),
  );
  afterAll(async () => {
    await engine.close();
    temp[Symbol.dispose]();
  });

  it.each(ocsfClasses.map((c) => [c.name, c] as const))("find the same faults in the same events of %s", async (name: ClassName, of) => {
    const events = made.get(name) ?? [];
    const { rules } = conformanceOf(of);
    const flags = rules.map((r, i) => `coalesce(${r.failing}, FALSE) AS f${i}`);
    const rows = await engine.rows({
      scope: { snapshots: [id] },
      sql: `SELECT event_no, ${flags.join(", ")} FROM ${name} ORDER BY event_no`,
    });
    expect(rows).toHaveLength(events.length);
    let faults = 0;
    for (const [i, event] of events.entries()) {
      const stated = rules.flatMap(({ attribute, reason }, r) => (rows[i]?.[`f${r}`] === true ? [`${attribute}: ${short(reason)}`] : []));
      const found = schema === undefined ? [] : problemsOf(schema, name, toOcsfEvent(name, { event_no: i, ...event }));
      const expected = found.filter((f) => !f.startsWith("type_uid") && !isTakenOver(f, event));
      expect([...new Set(stated)].toSorted(), `event ${i}: ${JSON.stringify(event)}`).toEqual(expected);
      faults += found.length;
    }
    expect(faults).toBeGreaterThan(rowsPerClass);
  });
});
