import { describe, expect, test } from "vitest";
import { detailOf, rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { evidenceOf } from "../../../../test/unit-support/fake-context.ts";
import { graphOf } from "../../../../test/unit-support/fake-widening.ts";
import { compareCases, type ComparedCase, comparisonText, sharedBy, sharedWords } from "./compare-cases.ts";

const sideOf = (index: number): ComparedCase => {
  const row = rowAt(index);
  const events = evidenceOf(row, 1000, 0);
  return { detail: detailOf(row), graph: graphOf(row, "small"), events, eventsTotal: events.length, window: "22 Mar, 10:00–11:00 UTC" };
};
const a = sideOf(0);
const b = sideOf(1);

describe("two cases compared", () => {
  test("a case differs from itself in nothing and shares all of it", () => {
    expect(compareCases(a, a).flatMap(({ lines }) => lines.filter((line) => line.differs))).toEqual([]);
    const shared = sharedBy(a, a);
    expect(shared).toMatchObject({ events: a.events?.length, isWhole: true });
    expect(shared.entities).toHaveLength(a.graph?.nodes.filter(({ role }) => role !== "aggregate").length ?? -1);
  });

  test("features come with value, place and part, those farthest apart first", () => {
    const features = compareCases(a, b).find(({ title }) => title === "Features")?.lines ?? [];
    const parts = new Map([a, b].flatMap(({ detail }, i) => detail.contributions.map((c) => [`${i} ${c.title}`, c.contribution] as const)));
    const apart = features.map(({ title }) => Math.abs((parts.get(`0 ${title}`) ?? 0) - (parts.get(`1 ${title}`) ?? 0)));
    expect(apart).toEqual(apart.toSorted((x, y) => y - x));
    expect(features.length).toBe(new Set([...a.detail.contributions, ...b.detail.contributions].map((c) => c.feature)).size);
    expect(features[0]?.a).toMatch(/[+−-]\d/);
  });

  test("a feature that only one has is said to be none of the other's", () => {
    const [gone, ...rest] = b.detail.contributions;
    const without = { ...b, detail: { ...b.detail, contributions: rest } };
    const line = compareCases(a, without)
      .flatMap(({ lines }) => lines)
      .find(({ title, b: text }) => title === gone?.title && text === "not a feature of its model");
    expect(line?.differs).toBe(true);
  });

  test("context answers stand side by side once both are read", () => {
    expect(compareCases(a, b).map(({ title }) => title)).toContain("Context");
    expect(compareCases(a, { ...b, graph: undefined }).map(({ title }) => title)).not.toContain("Context");
  });

  test("events that were not all read are not said to be all", () => {
    expect(sharedWords(sharedBy(a, { ...b, eventsTotal: 9000 }))).toContain("among those read");
  });

  test("as text marks what differs and cannot be clicked", () => {
    const text = comparisonText(a, b);
    expect(text).toMatch(/^≠ Headline/m);
    expect(text).toContain(a.detail.row.anomalyId);
    expect(text).not.toMatch(/\b[a-z0-9-]+\.(?:net|com)\b/);
  });
});
