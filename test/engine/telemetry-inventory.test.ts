import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ImportedFile } from "../../shared/contract/telemetry.ts";
import { runInspection } from "../../electron/engine/telemetry/run-import.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { fixture } from "./telemetry-support.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const silent = { checkCancelled: () => undefined, progress: () => undefined, building: () => undefined };

/** Why a file was not read, without its name and without anything it holds. */
const reasonOf = (file: ImportedFile): string => (file.error ?? "").replaceAll(file.name, "…").replace(/ \(keys: .*$/s, "");

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, n]) => `${kind} ${n}`)
    .join(", ");

/** What `quarry import <folder> --dry-run` says, as a table of counts: file, format, read, mapped, other kinds, rejected and why. */
const line = (file: ImportedFile): string =>
  [file.name, file.format, file.records, file.mapped, counted(file.unmapped), counted(file.rejectReasons), reasonOf(file)].join(" | ");

describe.skipIf(noTestData("telemetry"))("recorded telemetry of every kind", () => {
  it("imports, or is refused for the reason that was reviewed", async () => {
    const { files, classes } = await runInspection(
      { paths: [{ path: testData("telemetry") ?? "", displayName: "telemetry" }], source: "test", format: "auto", clock: "declared" },
      silent,
    );
    const table = [...files.map(line), "", ...Object.entries(classes).map(([name, n]) => `${name} ${n}`), ""].join("\n");
    const path = fixture("golden/inventory.txt");
    if (update) writeFileSync(path, table);
    expect(existsSync(path) ? readFileSync(path, "utf8") : "no golden file").toBe(table);
    expect(files.every((f) => f.records === f.mapped + f.rejected + Object.values(f.unmapped).reduce((a, b) => a + b, 0))).toBe(true);
  }, 300_000);
});
