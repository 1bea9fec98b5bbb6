import { defineConfig } from "@playwright/test";
import { findChromium } from "../electron/build/chromium.ts";

const executablePath = findChromium();

/** The desk is measured by its own budgets, so tests run one at a time and on a fixed window. */
export default defineConfig({
  testDir: "specs",
  outputDir: "../test-results",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    launchOptions: executablePath === undefined ? {} : { executablePath },
    trace: "retain-on-failure",
  },
});
