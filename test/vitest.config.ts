import { defineConfig } from "vitest/config";
import { SlowFirst } from "./slow-first.ts";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["shared/**/*.test.ts", "electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    setupFiles: ["test/fixed-seed.ts"],
    globalSetup: "test/built-children.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // A test that waits for the disk, or for a process it has killed, leaves its core to another: three keep two of them busy.
    maxWorkers: 3,
    // V8 optimises DuckDB's functions after five times the use it would by itself: much of what a test calls is not called again.
    // The young generation begins as large as it may become: a twentieth of the time went to its collections.
    execArgv: ["--wasm-tiering-budget=65000000", "--min-semi-space-size=16"],
    sequence: { sequencer: SlowFirst },
    // Loading the modules anew for every file takes half as long as the tests do: the files of a process share them.
    isolate: false,
  },
});
