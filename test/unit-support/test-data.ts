import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Third-party telemetry and benchmarks for tests; not part of the project. Point `QUARRY_TEST_DATA` at it, or lay it beside the checkout. */
const root = process.env["QUARRY_TEST_DATA"] ?? resolve(import.meta.dirname, "../../../shared/data");

export function testData(...parts: string[]): string | undefined {
  const path = join(root, ...parts);
  return existsSync(path) ? path : undefined;
}

/** For `describe.skipIf(noTestData("telemetry"))`; says once why tests are skipped. */
export function noTestData(...parts: string[]): boolean {
  if (testData(...parts) !== undefined) return false;
  process.stderr.write(`skipping: no test data at ${join(...parts)} (set QUARRY_TEST_DATA)\n`);
  return true;
}
