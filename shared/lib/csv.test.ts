import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvLine, csvText } from "./csv.ts";

describe("a cell of CSV", () => {
  it.each(["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', "-", "@"])(
    "that a spreadsheet would run is a text: %j",
    (text) => {
      for (const cell of [csvCell(text), csvText(text)]) expect(cell.replace(/^"/, "")).toMatch(/^'/);
    },
  );

  it("never begins as a formula and never leaves its cell, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', ",", ";", "'", " ", "a", "1") }), {
          minLength: 1,
          maxLength: 4,
        }),
        (cells) => {
          const line = csvLine(cells);
          const read = parse(line, { record_delimiter: "\r\n" })[0] ?? [];
          expect(read).toHaveLength(cells.length);
          for (const [i, text] of read.entries()) {
            expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
            expect(text.replace(/^'(?=[=+\-@\t\r\n])/, "")).toBe(cells[i]?.replace(/^'(?=[=+\-@\t\r\n])/, ""));
          }
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("is left as it is where it is a number", () => {
    expect(csvLine([-1, 0.5, null, "a"])).toBe("-1,0.5,,a\r\n");
  });
});
