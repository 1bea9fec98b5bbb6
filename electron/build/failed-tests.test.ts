import { describe, expect, it } from "vitest";
import { describeFailed, failedInPlaywright, failedInVitest } from "./failed-tests.ts";
import { rootPath } from "./paths.ts";

const assertion = (status: string, failureMessages: string[] = []) => ({ fullName: `a test that ${status}`, status, failureMessages });

describe("the failed tests at the end of a run", () => {
  it("are read from vitest's report with their file, name and message", () => {
    const report = {
      testResults: [
        {
          name: rootPath("shared/lib/a.test.ts"),
          status: "failed",
          message: "",
          assertionResults: [assertion("passed"), assertion("failed", ["AssertionError: expected 1 to be 2"]), assertion("pending")],
        },
        { name: rootPath("shared/lib/b.test.ts"), status: "passed", message: "", assertionResults: [assertion("passed")] },
      ],
    };
    expect(failedInVitest(report)).toEqual([
      { file: "shared/lib/a.test.ts", name: "a test that failed", outcome: "failed", message: "AssertionError: expected 1 to be 2" },
    ]);
  });

  it("name a file that failed without a failed test", () => {
    const broken = { name: rootPath("test/engine/c.test.ts"), status: "failed", message: "Cannot find module", assertionResults: [] };
    expect(failedInVitest({ testResults: [broken] })).toEqual([
      { file: "test/engine/c.test.ts", name: "the file as a whole", outcome: "failed", message: "Cannot find module" },
    ]);
  });

  it("are read from Playwright's report, however deep they lie, with the try that failed", () => {
    const spec = (title: string, status: string, ...tries: string[][]) => ({
      title,
      tests: [{ status, results: tries.map((messages) => ({ errors: messages.map((message) => ({ message })) })) }],
    });
    const report = {
      config: { rootDir: rootPath("e2e/specs") },
      suites: [
        {
          title: "triage.spec.ts",
          file: "triage.spec.ts",
          specs: [spec("is there", "expected", []), spec("is slow", "flaky", ["Timeout"], [])],
          suites: [{ title: "a case", file: "triage.spec.ts", specs: [spec("opens", "unexpected", ["first"], ["second"])] }],
        },
      ],
      errors: [{ message: "the server did not start" }],
    };
    expect(failedInPlaywright(report)).toEqual([
      { file: "e2e/specs/triage.spec.ts", name: "is slow", outcome: "flaky", message: "Timeout" },
      { file: "e2e/specs/triage.spec.ts", name: "a case › opens", outcome: "failed", message: "first" },
      { file: "e2e/specs", name: "outside of any test", outcome: "failed", message: "the server did not start" },
    ]);
  });

  it("show the first lines of their message, without colours, packages and end", () => {
    const message = `\u001B[31mfirst\u001B[39m\n\n    at run (/x/node_modules/vitest/run.js:1:1)\n${"x".repeat(1000)}\n${"more\n".repeat(50)}`;
    const lines = describeFailed([{ file: "a.test.ts", name: "holds", outcome: "failed", message }]).split("\n");
    expect(lines.slice(0, 3)).toEqual(["failed: a.test.ts › holds", "    first", `    ${"x".repeat(240)}`]);
    expect(lines).toHaveLength(10);
  });
});
