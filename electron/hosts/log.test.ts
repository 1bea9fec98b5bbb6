import { expect, test } from "vitest";
import { logLine } from "./log.ts";

test("on a terminal the log is plain lines that no content can steer, elsewhere one JSON document a line", () => {
  const fields = { line: "opened in 1.2 s \u001b[2J", again: true };
  expect(logLine("engine-gone", fields, true)).toBe("engine gone: opened in 1.2 s ·[2J, again true");
  expect(JSON.parse(logLine("engine-gone", fields, false))).toEqual({ t: "log", event: "engine-gone", ...fields });
});
