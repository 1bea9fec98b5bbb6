import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ensureChromium } from "./chromium.ts";
import { describeFailed, failedInPlaywright, failedInVitest, type FailedTest } from "./failed-tests.ts";
import { rootPath } from "./paths.ts";

/**
 * Every check and test of the project: the checks and the build side by side, then the tests. All run, so that one answer tells
 * all that is wrong. The last line is `N passed, N failed, N skipped` from what vitest and Playwright counted; a check that fails counts as one failed.
 * What failed is named once more before it, since often only the end of a long log is kept.
 */
interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

const folders = ["shared", "electron", "renderer", "test", "e2e"];
const reports = mkdtempSync(join(tmpdir(), "quarry-reports-"));
/** Most of a short process is reading TypeScript: those of the tests share what Node makes of it. */
const compileCache = join(reports, "compiled");
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
const failedTests: FailedTest[] = [];

/** What a command that has others beside it writes is shown when it has ended. */
async function run(name: string, args: readonly string[], env: Record<string, string> = {}, isAlone = true): Promise<boolean> {
  if (isAlone) process.stdout.write(`\n== ${name}\n`);
  const startedAt = performance.now();
  const [command = "", ...rest] = args;
  const output = isAlone ? "inherit" : "pipe";
  const child = spawn(command, rest, {
    cwd: rootPath("."),
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      ...env,
      PATH: `${rootPath("node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
    },
    shell: process.platform === "win32",
  });
  const written: string[] = isAlone ? [] : [`\n== ${name}\n`];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => written.push(text));
  const status = await new Promise<number | null>((done) => {
    child.once("close", done);
    child.once("error", (error) => {
      written.push(`${error.message}\n`);
      done(null);
    });
  });
  const isGood = status === 0;
  if (!isGood) failedSteps.push(name);
  if (!isGood && !isAlone) failedTests.push({ file: "checks", name, outcome: "failed", message: written.slice(1).join("") });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${written.join("")}== ${name}: ${isGood ? "ok" : "FAILED"} in ${seconds} s\n`);
  return isGood;
}

async function check(name: string, args: readonly string[]): Promise<boolean> {
  const isGood = await run(name, args, {}, false);
  if (!isGood) totals.failed += 1;
  return isGood;
}

/** Adds what a report counted. A run that fails without a failed test (a file that does not load, no report) counts as one. */
function count(isGood: boolean, file: string, read: (report: unknown) => Totals, findFailed: (report: unknown) => FailedTest[]): void {
  let counted: Totals = { passed: 0, failed: 0, skipped: 0 };
  try {
    const report: unknown = JSON.parse(readFileSync(file, "utf8"));
    counted = read(report);
    failedTests.push(...findFailed(report));
  } catch (error) {
    process.stdout.write(`no report: ${error instanceof Error ? error.message : String(error)}\n`);
    isGood = false;
  }
  totals.passed += counted.passed;
  totals.skipped += counted.skipped;
  totals.failed += isGood ? counted.failed : Math.max(1, counted.failed);
}

function countVitest(report: unknown): Totals {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = VitestReport.parse(report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

function countPlaywright(report: unknown): Totals {
  const { expected, unexpected, flaky, skipped } = PlaywrightReport.parse(report).stats;
  if (flaky > 0) process.stdout.write(`\n${flaky} of the browser tests passed only when tried again; they are named below as flaky\n`);
  return { passed: expected + flaky, failed: unexpected, skipped };
}

async function build(): Promise<boolean> {
  const isBuilt = await check("build", ["node", "electron/build/build.ts"]);
  await check("what would be packed", ["node", "electron/build/package.ts", "--check"]);
  return isBuilt;
}

const [isBuilt] = await Promise.all([
  build(),
  // With several checkers each works out anew what they share.
  check("types", ["tsc", "-b", "--checkers", "1"]),
  check("lint", ["oxlint", ...folders]),
  check("format", ["oxfmt", "--check", ...folders]),
  check("unused code", ["knip"]),
]);

const unitReport = join(reports, "unit.json");
const unitArgs = ["--config", "test/vitest.config.ts", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
const unitEnv: Record<string, string> = isBuilt ? { QUARRY_WORKERS: rootPath("out", "engine") } : {};
count(await run("unit and integration tests", ["vitest", "run", ...unitArgs], unitEnv), unitReport, countVitest, failedInVitest);

const browserReport = join(reports, "browser.json");
const browserEnv = { CHROMIUM_PATH: ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport };
const browserArgs = ["-c", "e2e/playwright.config.ts", "--reporter=list,json"];
count(await run("browser tests", ["playwright", "test", ...browserArgs], browserEnv), browserReport, countPlaywright, failedInPlaywright);

rmSync(reports, { recursive: true });
if (failedTests.length > 0) process.stdout.write(`\n${describeFailed(failedTests)}`);
if (failedSteps.length > 0) process.stdout.write(`\nfailed: ${failedSteps.join(", ")}\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = failedSteps.length > 0 ? 1 : 0;
