import { defineConfig } from "@playwright/test";
import { findChromium } from "../electron/build/chromium.ts";

const executablePath = findChromium();

const isCi = process.env["CI"] !== undefined;
const budgets = "*-budgets.spec.ts";

/** Two spec files at a time on a fixed window; the desk's own budgets are measured afterwards, with nothing beside them. */
export default defineConfig({
  testDir: "specs",
  globalSetup: "./fixtures/serve-fake-desk.ts",
  outputDir: "../test-results",
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: isCi,
  // A second try in CI is counted apart and named at the end of the run, never hidden.
  retries: isCi ? 1 : 0,
  reporter: "list",
  use: {
    browserName: "chromium",
    // A browser context that is emptied between tests, in place of a new one for each, saves a twentieth of the time.
    reuseContext: true,
    viewport: { width: 1440, height: 900 },
    launchOptions: executablePath === undefined ? {} : { executablePath },
    // A trace of every test takes a fifth of the time; `--trace on` asks for one.
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "desk", testIgnore: budgets },
    { name: "budgets", testMatch: budgets, dependencies: ["desk"], workers: 1, use: { reuseContext: false } },
  ],
});
