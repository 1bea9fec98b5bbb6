import { describe, expect, test } from "vitest";
import { formatBytes, formatCount, formatDuration, formatPercent, formatProbability, formatSigned, formatValue, plural } from "./number.ts";
import { progressText, rateText, shareOf } from "./progress.ts";

describe("numbers", () => {
  test("probabilities drop the zero and turn to powers of ten when small", () => {
    expect(formatProbability(0.004)).toBe(".004");
    expect(formatProbability(0.0004)).toBe(".0004");
    expect(formatProbability(0.00002)).toBe("2×10⁻⁵");
    expect(formatProbability(0.0000096)).toBe("1×10⁻⁵");
    expect(formatProbability(1)).toBe("1");
    expect(formatProbability(0)).toBe("0");
  });

  test("a share is never rounded to nothing or to everything", () => {
    expect(formatPercent(0.1)).toBe("10 %");
    expect(formatPercent(0.9997)).toBe("99.97 %");
    expect(formatPercent(0.999999)).toBe("> 99.99 %");
    expect(formatPercent(0.000001)).toBe("< 0.01 %");
    expect(formatPercent(1)).toBe("100 %");
    expect(formatPercent(0)).toBe("0 %");
    expect(formatPercent(0.0066)).toBe("0.66 %");
    expect(formatPercent(0.066)).toBe("6.6 %");
  });

  test("contributions carry their sign", () => {
    expect(formatSigned(2.94)).toBe("+2.9");
    expect(formatSigned(-0.42)).toBe("−0.4");
    expect(formatSigned(-0.01)).toBe("0.0");
  });

  test("amounts read with two units at most", () => {
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(4_100_000_000)).toBe("4.1 GB");
    expect(formatDuration(33_120)).toBe("9 h 12 min");
    expect(formatDuration(0.21)).toBe("210 ms");
    expect(formatDuration(60)).toBe("1 min");
    expect(formatDuration(90_000)).toBe("1 d 1 h");
    expect(plural(1, "file")).toBe("1 file");
    expect(plural(41_208, "pair")).toBe("41,208 pairs");
    expect(formatCount(1_234_567)).toBe("1,234,567");
  });

  test("one of something is said in the singular", () => {
    expect([formatValue(1, "queries"), formatValue(2, "queries"), formatValue(1, "bytes")]).toEqual([
      "1 query",
      "2 queries",
      formatBytes(1),
    ]);
  });

  test("a missing value is said, not shown as zero", () => {
    expect(formatValue(null, "bytes")).toBe("not recorded");
    expect(formatValue(0.98, "")).toBe("0.98");
    expect(formatValue(12.3456, "contacts")).toBe("12.3 contacts");
  });
});

describe("progress", () => {
  test("it names the stage and the share, or what is done while the total is unknown", () => {
    expect(progressText({ stage: "parsing", done: 62, total: 100, unit: "rows" })).toBe("parsing 62 %");
    expect(progressText({ stage: "parsing", done: 1204, total: null, unit: "rows" })).toBe("parsing 1,204 rows");
    expect(shareOf({ stage: "", done: 5, total: 0, unit: "" })).toBeNull();
    expect(shareOf({ stage: "", done: 150, total: 100, unit: "" })).toBe(1);
  });

  test("a rate waits until there is something to tell", () => {
    expect(rateText(100, "rows", 0.4)).toBeUndefined();
    expect(rateText(5000, "rows", 2)).toBe("2,500 rows/s");
    expect(rateText(5_000_000, "bytes", 2)).toBe("2.5 MB/s");
  });
});
