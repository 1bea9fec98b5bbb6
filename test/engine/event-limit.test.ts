import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import type { QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import type { LoadedPackage } from "../../electron/engine/features/packages.ts";
import { mostEvents, requireFewEnough } from "../../electron/engine/scoring/event-limit.ts";
import { createWorkspace, type Workspace } from "../../electron/engine/workspace/workspace.ts";
import type { DatasetVersion } from "../../shared/contract/telemetry.ts";
import { addSnapshot, day, pairEvents, start, writeTestPackage } from "./scoring-fixture.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-limit-"));
let workspace: Workspace;
let queryEngine: QueryEngine;
let pkg: LoadedPackage;
let dataset: DatasetVersion;
let events: number;

beforeAll(() => {
  workspace = createWorkspace(join(root, "ws"));
  queryEngine = createDuckDbEngine({
    snapshotsDir: workspace.paths.snapshots,
    cacheDir: workspace.paths.cache,
    log: () => undefined,
    workers: 1,
  });
  pkg = writeTestPackage(join(root, "package"));
  const made = pairEvents(50);
  events = made.length;
  dataset = addSnapshot(workspace, made, "conn.log");
});
afterAll(async () => {
  await queryEngine.close();
  workspace.close();
  rmSync(root, { recursive: true, force: true });
});

const within = (most: number, range: { fromUs?: number; toUs?: number } = {}): Promise<void> =>
  requireFewEnough({ db: workspace.db, queryEngine, pkg, scope: { snapshots: dataset.snapshots, ...range } }, most);

describe("more events than the machine can hold the features of", () => {
  it("are refused before they are read, with how many there are and what to choose", async () => {
    await expect(within(events)).resolves.toBeUndefined();
    await expect(within(events - 1)).rejects.toMatchObject({
      code: "limit-exceeded",
      message: `Odd pairs would read ${events.toLocaleString("en-US")} events at once; with its memory this machine reads at most ${(events - 1).toLocaleString("en-US")}.`,
      detail: { hint: "Choose a time range." },
    });
  });

  it("are counted within the time range alone where one is chosen", async () => {
    await expect(within(events - 1, { fromUs: start + 400 * day })).resolves.toBeUndefined();
    await expect(within(events - 1, { fromUs: start - day })).rejects.toMatchObject({ detail: { hint: "Choose a shorter time range." } });
  });

  it("are as many as half of the machine's memory holds, and never fewer than five million", () => {
    expect(mostEvents(24e9)).toBe(39_600_000);
    expect(mostEvents(16e9)).toBe(23_600_000);
    expect(mostEvents(4e9)).toBe(5_000_000);
  });
});
