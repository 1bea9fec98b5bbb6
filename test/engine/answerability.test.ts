import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordings } from "../fixtures/answerability/recorded-cases.ts";
import { type JudgedEstate, judgeEstate } from "../unit-support/answerability/estate-world.ts";
import { judgeRecordings } from "../unit-support/answerability/recorded-world.ts";
import { faults, type JudgedScenario, toBar } from "../unit-support/answerability/report.ts";
import { noTestData } from "../unit-support/test-data.ts";

/** A wrong name is worse than none; of the rest nineteen in twenty must be right or rightly unknown. */
function expectBar(scenarios: readonly JudgedScenario[], leastCases: number): void {
  const bar = toBar(scenarios);
  const told = faults(scenarios).join("\n");
  expect(bar.cases).toBeGreaterThanOrEqual(leastCases);
  expect(bar.wrongNames, told).toBe(0);
  expect(bar.answers.k / bar.answers.n, told).toBeGreaterThanOrEqual(0.95);
  expect(bar.relevant.k / bar.relevant.n, told).toBeGreaterThanOrEqual(0.95);
}

describe("the thirteen answers about an estate with one difficulty at a time", () => {
  const root = mkdtempSync(join(tmpdir(), "quarry-answerability-"));
  let judged: JudgedEstate;
  beforeAll(async () => {
    judged = await judgeEstate(root);
  }, 600_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([0, 1, 2, 3])("meet the bar in scenario %i on its own", (n) => {
    expectBar(judged.scenarios.slice(n, n + 1), 6);
  });

  it("are given with a graph that ten thousand relations between strangers hardly change", () => {
    expect(judged.displaced.length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...judged.displaced)).toBeLessThanOrEqual(2);
  });
});

/** The others, and the simulated enterprise, are judged by the bench. */
const quick = recordings.filter(({ path }) => path.includes("cloudtrail") || path.includes("zeek"));

describe.skipIf(quick.some(({ path }) => noTestData(...path)))("the thirteen answers about recorded telemetry", () => {
  const root = mkdtempSync(join(tmpdir(), "quarry-answerability-"));
  let judged: JudgedScenario[];
  beforeAll(async () => {
    judged = await judgeRecordings(root, quick);
  }, 600_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("are right or rightly unknown, short as each recording is", () => {
    expectBar(judged, 2);
  });
});
