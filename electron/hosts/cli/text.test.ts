import { describe, expect, it } from "vitest";
import { modelVersion, positiveInteger, timeUs } from "./arguments.ts";
import { type Column, isoTime, printable, table } from "./text.ts";

describe("times on the command line", () => {
  it("reads dates and date-times as UTC unless they have an offset", () => {
    expect(timeUs("1970-01-02")).toBe(86_400_000_000);
    expect(timeUs("1970-01-01T00:01")).toBe(60_000_000);
    expect(timeUs("1970-01-01T02:00:00+02:00")).toBe(0);
    expect(timeUs("1970-01-01 00:00:01.25Z")).toBe(1_250_000);
    expect(() => timeUs("1970-13-01")).toThrow();
    expect(timeUs("2024-02-29T23:00-02:00")).toBe(Date.UTC(2024, 2, 1, 1) * 1000);
    for (const text of ["2024-02-31", "2023-02-29T12:00Z", "2024-04-31 00:00+05:00"]) expect(() => timeUs(text), text).toThrow();
    expect(() => timeUs("now")).toThrow();
  });

  it("writes microseconds, before 1970 too", () => {
    expect(isoTime(1_250_000)).toBe("1970-01-01T00:00:01.25Z");
    expect(isoTime(-1)).toBe("1969-12-31T23:59:59.999999Z");
    expect(isoTime(0)).toBe("1970-01-01T00:00:00Z");
  });
});

describe("arguments", () => {
  it("takes MODEL@VERSION apart and refuses what is not one", () => {
    expect(modelVersion("beaconing@12ab")).toEqual({ model: "beaconing", version: "12ab" });
    for (const text of ["beaconing", "@12", "a@", "a@b@c"]) expect(() => modelVersion(text)).toThrow();
  });

  it("takes whole numbers above nothing only", () => {
    expect(positiveInteger("10")).toBe(10);
    for (const text of ["0", "-1", "1.5", "1e3", "", "99999999999999999999"]) expect(() => positiveInteger(text)).toThrow();
  });
});

describe("hostile text", () => {
  it("shows every control and format character as an escape, and keeps tab, line feed and letters of any script", () => {
    expect(printable("a\tb\nc é 日本 العربية 🦊")).toBe("a\tb\nc é 日本 العربية 🦊");
    expect(printable("\u001b[31m\r\u0085")).toBe("\\u001b[31m\\u000d\\u0085");
    const turning = ["061c", "200e", "200f", "202a", "202e", "2066", "2069"];
    const hiding = ["00ad", "200b", "200d", "2060", "feff", "fff9", "2028", "2029"];
    for (const hex of [...turning, ...hiding]) expect(printable(String.fromCodePoint(Number.parseInt(hex, 16)))).toBe(`\\u${hex}`);
    expect(printable("\u{e0041}")).toBe("\\u{e0041}");
  });
});

describe("tables", () => {
  it("pads columns and keeps a row on one line", () => {
    interface Row {
      readonly n: number;
      readonly t: string;
    }
    const columns: Column<Row>[] = [
      { title: "N", right: true, value: ({ n }) => n },
      { title: "T", value: ({ t }) => t },
    ];
    expect(
      table(
        [
          { n: 5, t: "a\nb" },
          { n: 12, t: "" },
        ],
        columns,
      ),
    ).toBe(" N  T\n 5  a b\n12\n");
  });
});
