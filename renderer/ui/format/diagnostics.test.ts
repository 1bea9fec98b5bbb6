import { expect, test } from "vitest";
import { AppError } from "../../../shared/contract/errors.ts";
import { diagnostics } from "./diagnostics.ts";

test("the details of a failure say what, where, when, which error and what caused it, one a line", () => {
  const error = new AppError("not-found", "there is no anomaly x", { file: "a.log" }, { cause: new Error("disk gone") });
  expect(diagnostics("The case could not be read", error, "#/triage?case=x", Date.UTC(2026, 2, 22, 9)).split("\n")).toEqual([
    "The case could not be read",
    "at 2026-03-22T09:00:00.000000Z, #/triage?case=x",
    "AppError not-found: there is no anomaly x",
    '{"file":"a.log"}',
    "caused by Error: disk gone",
  ]);
});

test("what an error quotes from telemetry is inert", () => {
  expect(diagnostics("t", new Error("name \u202egnp.exe"), "", 0)).toContain("\\u{202e}");
});
