import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findSetting, putSetting } from "../../electron/engine/sqlite/settings.ts";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { tempDir } from "./temp-dir.ts";

const failsWith = (code: string): unknown => expect.objectContaining({ name: "AppError", code });
const caught = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a workspace", () => {
  test("is a folder with a place for everything, named after the folder unless told otherwise", () => {
    const dir = join(tempDir(), "hunt");
    const workspace = createWorkspace(dir);
    expect(workspace).toMatchObject({ name: "hunt", readOnly: false, removedLeftovers: [] });
    expect(readdirSync(dir)).toEqual(
      expect.arrayContaining(["quarry.sqlite", "snapshots", "cache", "models", "exports", "lineage", "lock"]),
    );
    workspace.close();
    const named = createWorkspace(join(tempDir(), "x"), "Spring hunt");
    expect(named.name).toBe("Spring hunt");
    named.close();
  });

  test("keeps its settings", () => {
    const dir = join(tempDir(), "hunt");
    const workspace = createWorkspace(dir);
    expect(findSetting(workspace.db, "analyst")).toBeUndefined();
    putSetting(workspace.db, "analyst", "ana");
    putSetting(workspace.db, "analyst", "bo");
    workspace.close();
    const again = openWorkspace(dir);
    expect(findSetting(again.db, "analyst")).toBe("bo");
    again.close();
  });

  test("is not made over another one, nor in a folder with something in it", () => {
    const dir = join(tempDir(), "hunt");
    createWorkspace(dir).close();
    expect(caught(() => createWorkspace(dir))).toEqual(failsWith("conflict"));
    const full = tempDir();
    writeFileSync(join(full, "thesis.tex"), "");
    expect(caught(() => createWorkspace(full))).toEqual(failsWith("conflict"));
    expect(readdirSync(full)).toEqual(["thesis.tex"]);
  });

  test("is not found where there is none, and opening makes nothing", () => {
    const dir = tempDir();
    expect(caught(() => openWorkspace(dir))).toEqual(failsWith("not-found"));
    expect(caught(() => openWorkspace(join(dir, "nowhere"), { readOnly: true }))).toEqual(failsWith("not-found"));
    expect(readdirSync(dir)).toEqual([]);
  });

  test("opens with everything in it after it was copied or moved elsewhere", () => {
    const dir = join(tempDir(), "hunt");
    const workspace = createWorkspace(dir, "Spring hunt");
    workspace.log.append({ actor: "ana", kind: "note", body: { text: "before" } });
    const copy = join(tempDir(), "copied while open");
    cpSync(dir, copy, { recursive: true });
    workspace.close();
    const moved = join(tempDir(), "moved");
    cpSync(dir, moved, { recursive: true });
    rmSync(dir, { recursive: true });
    for (const place of [copy, moved]) {
      const opened = openWorkspace(place);
      expect(opened.name).toBe("Spring hunt");
      expect(opened.log.verify()).toMatchObject({ ok: true, entries: 1 });
      opened.log.append({ actor: "ana", kind: "note", body: {} });
      opened.close();
    }
    expect(readFileSync(join(moved, "quarry.sqlite")).includes(dir)).toBe(false);
  });

  test("loses what a killed process left half-written when it is opened, and nothing else", () => {
    const dir = join(tempDir(), "hunt");
    createWorkspace(dir).close();
    const leftovers = [
      "snapshots/.tmp-1/segments/x.parquet",
      "exports/.tmp-a.csv",
      "models/.tmp-m/model.onnx",
      "incoming/grant/part",
      "cache/tmp/999999999/q.duckdb",
      "backups/quarry-v1.sqlite.partial",
      "backups/quarry-v1.sqlite.partial-journal",
    ];
    const kept = [
      "snapshots/abc/manifest.json",
      "exports/labels.csv",
      "models/beaconing/v/bundle.json",
      "cache/abc.duckdb",
      `cache/tmp/${process.pid}/q.duckdb`,
      "backups/quarry-v1.sqlite",
      "notes.txt",
    ];
    for (const file of [...leftovers, ...kept]) {
      mkdirSync(join(dir, file, ".."), { recursive: true });
      writeFileSync(join(dir, file), "x");
    }
    const reader = openWorkspace(dir, { readOnly: true });
    expect(leftovers.every((file) => existsSync(join(dir, file)))).toBe(true);
    reader.close();
    const workspace = openWorkspace(dir);
    expect(workspace.removedLeftovers).toEqual([
      "backups/quarry-v1.sqlite.partial",
      "backups/quarry-v1.sqlite.partial-journal",
      "cache/tmp/999999999",
      "exports/.tmp-a.csv",
      "incoming/grant",
      "models/.tmp-m",
      "snapshots/.tmp-1",
    ]);
    expect(leftovers.filter((file) => existsSync(join(dir, file)))).toEqual([]);
    expect(kept.filter((file) => !existsSync(join(dir, file)))).toEqual([]);
    workspace.close();
  });

  test("a failure to open gives the lock back", () => {
    const dir = join(tempDir(), "hunt");
    createWorkspace(dir).close();
    const good = readFileSync(join(dir, "quarry.sqlite"));
    writeFileSync(join(dir, "quarry.sqlite"), "not a database, but long enough to be looked at ".repeat(100));
    expect(caught(() => openWorkspace(dir))).toEqual(failsWith("workspace-damaged"));
    writeFileSync(join(dir, "quarry.sqlite"), good);
    openWorkspace(dir).close();
  });
});
