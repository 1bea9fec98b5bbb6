import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    exclude: ["node_modules/**", "out/**", "e2e/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["shared/**/*.test.ts", "electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}"],
          // Loading the modules takes longer than most of these tests, which keep nothing: the files of a process share them.
          isolate: false,
        },
      },
      { extends: true, test: { name: "engine", include: ["test/**/*.test.ts"] } },
    ],
  },
});
