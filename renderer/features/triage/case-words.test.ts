import { describe, expect, test } from "vitest";
import { detailOf, rowAt } from "../../../test/unit-support/fake-cases.ts";
import { byWeight, comparedGroups, comparedWith, comparisonLine, expectation, pipsOf, rarity, sumOf, toCaseText } from "./case-words.ts";

const detail = detailOf(rowAt(0));

describe("a case in words and figures", () => {
  test("base and parts add up to the score that is shown", () => {
    expect(Math.abs(sumOf(detail) - (detail.additiveScore ?? Number.NaN))).toBeLessThan(1e-6);
  });

  test("reasons come by weight, ties by name, so that they never change places", () => {
    const shuffled = detail.contributions.toReversed();
    expect(byWeight(shuffled)).toEqual(byWeight(detail.contributions));
    expect(byWeight(detail.contributions)[0]?.feature).toBe("regularity");
  });

  test("rarity never claims more than the calibration can show", () => {
    expect(rarity({ ...rowAt(0), pValue: 1 / 9341 }, 9340)).toBe("rarer than all, n 9,340");
    expect(rarity({ ...rowAt(0), pValue: 1 }, 0)).toBe("not calibrated, n 0");
    expect(rarity({ ...rowAt(0), pValue: 0.01 }, 9340)).toBe("rarer than 99.00 %, n 9,340");
  });

  test("the expected stands beside the observed", () => {
    const [regularity] = detail.contributions;
    expect(regularity === undefined ? "" : expectation(regularity)).toBe("usual 0.05–0.62; at or above 99.97 %");
  });

  test("both ends of the usual range are in the unit, which is said once when it is the same", () => {
    const sentences = detail.contributions.map(expectation);
    expect(sentences[1]).toMatch(/^usual 12–90 %/);
    expect(sentences[2]).toMatch(/^usual 400 B–88 kB/);
    const [first] = detail.contributions;
    const counted =
      first === undefined
        ? []
        : [
            { p05: 1, p95: 3 },
            { p05: 1, p95: 1 },
          ].map((ends) => expectation({ ...first, unit: "queries", baseline: { ...first.baseline, ...ends } }));
    expect(counted.map((text) => text.split(";")[0])).toEqual(["usual 1–3 queries", "usual 1 query"]);
  });

  test("a usual value of one is told in the singular", () => {
    const usual = (unit: string, value: number): string =>
      detail.contributions.slice(0, 1).map((c) => expectation({ ...c, unit, baseline: { ...c.baseline, p05: value, p95: value } }))[0] ??
      "";
    expect(usual("queries", 1)).toMatch(/^usual 1 query;/);
    expect(usual("addresses", 1)).toMatch(/^usual 1 address;/);
    expect(usual("hosts", 1)).toMatch(/^usual 1 host;/);
    expect(usual("hosts", 2)).toMatch(/^usual 2 hosts;/);
  });

  test("a value stands above or below its own others, its peers and the estate, or it is said to be unknown", () => {
    expect(detail.contributions.slice(0, 2).map(comparisonLine)).toEqual([
      "own above 100 % of 13 · peers above 99.36 % of 312 · estate above 99.97 % of 41,207",
      "own above 50 % of 13 · peers unknown · estate above 99.97 % of 41,207",
    ]);
    expect(comparedWith({ n: 8, lower: 0.125, higher: 0.875, of: "others" })).toBe("below 88 % of 8");
    expect(comparedWith({ n: 8, lower: 0, higher: 0, of: "others" })).toBe("as all 8");
    expect(comparedGroups(detail.contributions)).toContain("peers: unknown because no CMDB row gives its host a role");
    const [{ comparisons: _, ...before } = { comparisons: undefined }] = detail.contributions;
    expect("feature" in before ? comparisonLine(before) : "").toBeUndefined();
  });

  test("pips follow the q-value", () => {
    expect([0.001, 0.01, 0.04, 0.08, 0.5].map(pipsOf)).toEqual([5, 4, 3, 2, 1]);
  });

  test("a copied case names its evidence, run and dataset", () => {
    const text = toCaseText(detail, "2026-03-22T08:00:00Z/…");
    expect(text).toContain("cdn-metrics[.]net");
    expect(text).toContain("evidence: zeek/conn.2026-03-22.log.gz:1000");
    expect(text).toContain(`run ${detail.row.run}, dataset ${detail.row.dataset}`);
  });
});
