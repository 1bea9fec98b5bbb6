import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { graphOf } from "../../../../test/unit-support/fake-widening.ts";
import { describeEdge, describeGraph, describeNode } from "./describe.ts";
import { mostLabelCharacters, toElements } from "./elements.ts";
import { layoutGraph } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { toSvg, toXml } from "./svg.ts";

const graph = graphOf(rowAt(0), "hostile");
const elements = toElements(graph, layoutGraph(graph));
const palette: Palette = Object.fromEntries(
  ["bg", "panel", "raise", "tx", "tx2", "tx3", "acc", "accBg", "bad", "badBg", "warn", "usual", "fontUi", "fontMono"].map((name) => [
    name,
    "#123456",
  ]),
) as unknown as Palette;
/** Turns text round, hides in it, or ends it. */
const acting = /[^\P{C}\n]/u;

describe("labels that mean harm", () => {
  test("are drawn as short plain text", () => {
    for (const element of elements) {
      const texts = element.kind === "node" ? [element.label, element.sublabel, element.glyph] : [element.label];
      for (const text of texts) {
        expect(text).not.toMatch(acting);
        expect(Array.from(text).length).toBeLessThanOrEqual(30);
      }
      if (element.kind === "node") expect(Array.from(element.label).length).toBeLessThanOrEqual(mostLabelCharacters);
    }
  });

  test("are read out as bounded plain text", () => {
    const spoken = [
      describeGraph(graph),
      ...graph.nodes.map((node) => describeNode(graph, node)),
      ...graph.edges.map((edge) => describeEdge(graph, edge)),
    ];
    for (const text of spoken) {
      expect(text).not.toMatch(acting);
      expect(text.length).toBeLessThan(4000);
    }
  });

  test("neither open an element nor close one in a saved drawing", () => {
    const svg = toSvg(elements, palette, describeGraph(graph));
    for (const tag of svg.match(/<[^>]*>/g) ?? []) expect(tag).not.toMatch(/\bon\w+\s*=|href|url\(|style/i);
    expect(svg).not.toMatch(acting);
    expect(
      svg.match(/<[a-z]+/g)?.every((tag) => ["<svg", "<title", "<rect", "<path", "<text", "<circle", "<polygon", "<g"].includes(tag)),
    ).toBe(true);
    expect(svg.length).toBeLessThan(60_000);
    expect(toSvg(elements, palette, describeGraph(graph))).toBe(svg);
  });

  test("whatever they hold, leave XML that is well formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(toXml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
