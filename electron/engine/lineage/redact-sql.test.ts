import { expect, it } from "vitest";
import { redactSql } from "./redact-sql.ts";

it("keeps names and operators, and neither literals nor comments", () => {
  expect(
    redactSql(`-- ana's view
    SELECT "Odd Name", n1 FROM t /* 'x' */
    WHERE user = 'O''Brien' AND port = 4444 AND x IN ('a', 'b') AND y = $$mallory$$ AND z = $1`),
  ).toBe(`SELECT "Odd Name", n1 FROM t WHERE user = ? AND port = ? AND x IN (?, ?) AND y = ? AND z = $?`);
});
it("hides a literal that never ends, or ends later than it seems", () => {
  for (const sql of ["SELECT 'mallory", "SELECT $$mallory", "SELECT /* mallory", String.raw`SELECT e'it\'s mallory'`])
    expect(redactSql(sql)).not.toContain("mallory");
});
