import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";

it("DuckDB that cannot be compiled fails the query that waits for it and nothing else, and is compiled for the next one", async () => {
  const root = mkdtempSync(join(tmpdir(), "quarry-compile-"));
  // What other tests of this process have compiled already is forgotten.
  vi.resetModules();
  const { wasm } = await import("../../electron/engine/duckdb/wasm-api.ts");
  const { openEngine } = await import("./duckdb-setup.ts");
  const compile = vi.spyOn(wasm, "compile").mockRejectedValueOnce(new RangeError("no memory for code"));
  const { engine } = openEngine(root);
  onTestFinished(async () => {
    compile.mockRestore();
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  });
  const query = { scope: { snapshots: [] }, sql: "SELECT 1 AS n" };
  await expect(engine.rows(query)).rejects.toThrow("no memory for code");
  expect(await engine.rows(query)).toEqual([{ n: 1 }]);
  expect(compile).toHaveBeenCalledTimes(2);
});
