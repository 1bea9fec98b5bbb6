import { defineConfig } from "vitest/config";
import { SlowFirst } from "./slow-first.ts";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["shared/**/*.test.ts", "electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // Loading the modules anew for every file takes half as long as the tests do: the files of a process share them.
    isolate: false,
  },
});
