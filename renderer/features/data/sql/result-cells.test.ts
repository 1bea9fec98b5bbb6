import { describe, expect, test } from "vitest";
import { columnWidths, eventIdOf, toJsonText, toTsv } from "./result-cells.ts";
import { nextCell } from "./use-grid-cursor.ts";

const columns = [
  { name: "n", type: "HUGEINT" },
  { name: "text", type: "VARCHAR" },
  { name: "on", type: "BOOLEAN" },
];
const big = "170141183460469231731687303715884105727";

describe("copying", () => {
  test("as TSV keeps the table whole and defuses formulas, but leaves numbers alone", () => {
    const rows = [
      ["-1", "=cmd()", "true"],
      [big, "a\tb\r\nc", null],
    ];
    expect(toTsv(columns, rows)).toBe(`n\ttext\ton\n-1\t'=cmd()\ttrue\n${big}\ta b c\t`);
  });

  test("as JSON keeps every digit and tells NULL from the empty text", () => {
    expect(toJsonText(columns, [[big, "", null]])).toBe(`{"n":${big},"text":"","on":null}`);
    expect(toJsonText(columns, [["nan", 'q"', "false"]])).toBe('{"n":"nan","text":"q\\"","on":false}');
  });
});

describe("the event of a row", () => {
  const at = (names: readonly string[], row: (string | null)[]) =>
    eventIdOf(
      names.map((name) => ({ name, type: "VARCHAR" })),
      row,
    );
  test("is snapshot and event_no together, or a value that is an id of one", () => {
    expect(at(["event_no", "snapshot"], ["7", "0123456789abcdef"])).toBe("0123456789abcdef-7");
    expect(at(["a", "b"], ["x", "0123456789abcdef-12"])).toBe("0123456789abcdef-12");
  });
  test("is none where the parts are not an event's", () => {
    expect(at(["event_no", "snapshot"], ["-7", "0123456789abcdef"])).toBeUndefined();
    expect(at(["event_no", "snapshot"], ["7", "nonsense"])).toBeUndefined();
    expect(at(["event_no"], [null])).toBeUndefined();
  });
});

test("columns are as wide as their names and first values, within bounds", () => {
  const [n, text] = columnWidths({ columns, rows: [["1", "x".repeat(500), null]] });
  expect(n).toBeLessThan(140);
  expect(text).toBe(380);
});

test("the cursor stays in the grid", () => {
  const size = { row: 100, column: 3 };
  expect(nextCell({ row: 0, column: 0 }, "ArrowUp", false, size)).toEqual({ row: 0, column: 0 });
  expect(nextCell({ row: 95, column: 1 }, "PageDown", false, size)).toEqual({ row: 99, column: 1 });
  expect(nextCell({ row: 5, column: 2 }, "Home", true, size)).toEqual({ row: 0, column: 0 });
  expect(nextCell({ row: 5, column: 0 }, "End", false, size)).toEqual({ row: 5, column: 2 });
  expect(nextCell({ row: 5, column: 0 }, "x", false, size)).toBeUndefined();
});
