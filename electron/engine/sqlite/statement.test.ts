import BetterSqlite3 from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { execute, query, withFixedPlan } from "./statement.ts";

describe("a statement's parameters", () => {
  it("are written so that their values say nothing to the planner, but for what only looks like one", () => {
    expect(withFixedPlan("SELECT json_extract(body, '$.key'), 'it''s $x', \"$y\" FROM t -- $z\nWHERE a = $a AND b IN ($b, $b_2)")).toBe(
      "SELECT json_extract(body, '$.key'), 'it''s $x', \"$y\" FROM t -- $z\nWHERE a = +$a AND b IN (+$b, +$b_2)",
    );
  });

  it("keep their types, and an index on what they are compared to is still used", () => {
    const db = new BetterSqlite3(":memory:");
    execute(db, "CREATE TABLE t (k TEXT PRIMARY KEY, v)");
    for (const [k, v] of [
      ["1", "01"],
      ["2", 2],
      ["3", null],
    ] as const)
      execute(db, "INSERT INTO t (k, v) VALUES ($k, $v)", { k, v });
    const find = query(db, "SELECT typeof(v) AS type FROM t WHERE k = $k", z.object({ type: z.string() }));
    expect(["1", "2", "3"].map((k) => find.get({ k })?.type)).toEqual(["text", "real", "null"]);
    const plan = query(db, "EXPLAIN QUERY PLAN SELECT v FROM t WHERE k = $k", z.object({ detail: z.string() }));
    expect(plan.all({ k: "1" }).map(({ detail }) => detail)).toEqual(["SEARCH t USING INDEX sqlite_autoindex_t_1 (k=?)"]);
    db.close();
  });
});
