import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  baseName,
  byteSize,
  clock,
  commandHead,
  cutAtWord,
  dayClock,
  displayText,
  fitted,
  fittedOf,
  listed,
  percent,
  plural,
  shortHost,
  stamp,
} from "./words.ts";

describe("words", () => {
  it("write times in UTC", () => {
    const at = Date.UTC(2026, 2, 22, 9, 5) * 1000;
    expect([clock(at), stamp(at), dayClock(at)]).toEqual(["09:05", "22 Mar 2026 09:05 UTC", "22 Mar 09:05"]);
  });

  it("count and list", () => {
    expect([plural(1, "host"), plural(2345, "host"), plural(2, "process", "processes")]).toEqual(["1 host", "2,345 hosts", "2 processes"]);
    expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
    expect([percent(0.925), percent(0.999), percent(1), percent(0.012)]).toEqual(["93 %", ">99 %", "100 %", "1.2 %"]);
    expect([byteSize(999), byteSize(1500), byteSize(2_340_000)]).toEqual(["999 B", "1.5 kB", "2.3 MB"]);
    expect([baseName("C:\\a\\b.exe"), baseName("/usr/bin/x"), baseName("plain")]).toEqual(["b.exe", "x", "plain"]);
  });

  it("fit into a place, keeping what comes first", () => {
    expect(fitted(["one", "two", "three"], 20)).toBe("one, two, three");
    expect(fitted(["one", "two", "three"], 14)).toBe("one and 2 more");
    expect(fitted(["a very long first part", "b"], 18)).toBe("a very\u2026 and 1 more");
    expect(cutAtWord("workstation \u00b7 Windows 11 Enterprise", 32)).toBe("workstation \u00b7 Windows 11\u2026");
    expect(cutAtWord("sync.harrowgate-metrics.example", 12)).toBe("sync.harrow\u2026");
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 20, max: 60 }), (parts, length) => {
        expect(fitted(parts, length).length).toBeLessThanOrEqual(length);
      }),
    );
  });

  it("fit as many as can be told of all, naming no more than it takes", () => {
    const bruteForce = (parts: readonly string[], length: number): string | undefined =>
      parts
        .map((_, i) => parts.length - i)
        .filter((n) => n > 1)
        .map((n) => `${parts.slice(0, n).join(", ")}${n === parts.length ? "" : ` and ${parts.length - n} more`}`)
        .find((text) => text.length <= length);
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 9 }), { maxLength: 30 }), fc.integer({ min: 20, max: 60 }), (parts, length) => {
        const best = bruteForce(parts, length);
        fc.pre(best !== undefined);
        expect(fitted(parts, length)).toBe(best);
      }),
    );
    const named: number[] = [];
    const text = fittedOf(4000, (i) => (named.push(i), `10.0.0.${i}`), 40);
    expect(text).toBe("10.0.0.0, 10.0.0.1 and 3998 more");
    expect(named).toEqual([0, 1, 2, 3, 4]);
  });

  it("name hosts and command lines shortly", () => {
    expect([shortHost("ws-7.corp.example"), shortHost("10.0.0.1"), shortHost("fe80::1")]).toEqual(["ws-7", "10.0.0.1", "fe80::1"]);
    expect(commandHead('"C:\\Program Files\\a.exe" /svc  x')).toBe("/svc  x");
    expect([commandHead("cmd.exe /c whoami"), commandHead("cmd.exe"), commandHead(null)]).toEqual(["/c whoami", "", ""]);
  });

  it("make hostile text visible and short, keeping both ends", () => {
    expect(displayText("evil\u202egnp.exe")).toBe("evil·gnp.exe");
    expect(displayText("a\u0000\u200bb\nc")).toBe("a·b·c");
    const long = displayText(`start${"x".repeat(1_000_000)}end`);
    expect(long).toHaveLength(96);
    expect(long.startsWith("startxxx")).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(displayText(text).length).toBeLessThanOrEqual(96);
        expect(displayText(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
