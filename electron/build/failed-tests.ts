import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { rootPath } from "./paths.ts";

export interface FailedTest {
  /** Relative to the project. */
  readonly file: string;
  readonly name: string;
  /** `flaky`: passed when it was tried again. */
  readonly outcome: "failed" | "flaky";
  /** As the runner wrote it, with all its lines. */
  readonly message: string;
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

const PlaywrightError = z.object({ message: z.string().optional(), value: z.string().optional() });
const PlaywrightSuite = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(PlaywrightError) })) })),
    }),
  ),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
});
const PlaywrightReport = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(PlaywrightSuite),
  errors: z.array(PlaywrightError),
});

/** Of vitest's JSON report: the tests that failed, and the files that failed without one (they did not load, or a hook threw). */
export function failedInVitest(report: unknown): FailedTest[] {
  return VitestReport.parse(report).testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(rootPath("."), name);
    const failed = assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => ({ file, name: test.fullName, outcome: "failed" as const, message: (test.failureMessages ?? []).join("\n") }));
    return status === "failed" && failed.length === 0 ? [{ file, name: "the file as a whole", outcome: "failed", message }] : failed;
  });
}

/** Of Playwright's JSON report: the tests that failed or were flaky, with the first try that failed, and what failed outside of any test. */
export function failedInPlaywright(report: unknown): FailedTest[] {
  const { config, suites, errors } = PlaywrightReport.parse(report);
  const folder = relative(rootPath("."), config.rootDir);
  const outside = errors.map((error) => ({
    file: folder,
    name: "outside of any test",
    outcome: "failed" as const,
    message: text([error]),
  }));
  return [...suites.flatMap((suite) => failedInSuite(suite, folder, [])), ...outside];
}

function failedInSuite(suite: z.infer<typeof PlaywrightSuite>, folder: string, within: readonly string[]): FailedTest[] {
  const file = `${folder}/${suite.file}`;
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ status, results }): FailedTest[] => {
      if (status !== "unexpected" && status !== "flaky") return [];
      const message = text(results.find(({ errors }) => errors.length > 0)?.errors ?? []);
      return [{ file, name: [...within, title].join(" › "), outcome: status === "flaky" ? "flaky" : "failed", message }];
    }),
  );
  // The outermost suite is the file itself.
  const inner = (suite.suites ?? []).flatMap((child) => failedInSuite(child, folder, [...within, child.title]));
  return [...own, ...inner];
}

const text = (errors: readonly z.infer<typeof PlaywrightError>[]): string =>
  errors.map(({ message, value }) => message ?? value ?? "").join("\n");

const linesShown = 8;
const widthShown = 240;

/** One block for each test: outcome, file and name, and below it the first lines of its message, without colours and what lies in packages. */
export function describeFailed(tests: readonly FailedTest[]): string {
  return tests
    .map(({ file, name, outcome, message }) => {
      const lines = stripVTControlCharacters(message)
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.includes("/node_modules/"))
        .slice(0, linesShown)
        .map((line) => `    ${line.slice(0, widthShown)}\n`);
      return `${outcome}: ${file} › ${name}\n${lines.join("")}`;
    })
    .join("");
}
