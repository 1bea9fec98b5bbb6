import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

function themeTokens(theme: string): Map<string, string> {
  const block = new RegExp(`data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map(Array.from(block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g), ([, name = "", value = ""]) => [name, value]));
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ["bg", "panel", "raise"];
const textPairs: readonly (readonly [string, readonly string[]])[] = [
  ["tx", [...surfaces, "acc-bg", "warn-bg", "bad-bg"]],
  ["tx2", [...surfaces, "acc-bg", "tag-bg", "warn-bg"]],
  ["tx3", surfaces],
  ["acc", [...surfaces, "acc-bg"]],
  ["acc-tx", ["acc"]],
  ["bad", [...surfaces, "bad-bg"]],
  ["warn", [...surfaces, "warn-bg"]],
  ["ok", [...surfaces, "ok-bg"]],
  ["model", [...surfaces, "model-bg", "acc-bg"]],
];
const shapePairs: readonly (readonly [string, readonly string[]])[] = [
  ["usual", ["bg", "panel"]],
  ["control", ["panel"]],
  ["acc", surfaces],
];

describe.each(["dark", "light", "contrast", "contrast-light"])("the %s theme", (theme) => {
  const tokens = themeTokens(theme);
  const read = (name: string): string => tokens.get(name) ?? "#missing";

  test("has every colour", () => expect(tokens.size).toBeGreaterThan(20));

  test.each(textPairs.flatMap(([text, backs]) => backs.map((back) => [text, back] as const)))("%s is readable on %s", (text, back) => {
    expect(contrast(read(text), read(back))).toBeGreaterThanOrEqual(theme.startsWith("contrast") ? 7 : 4.5);
  });

  test.each(shapePairs.flatMap(([shape, backs]) => backs.map((back) => [shape, back] as const)))(
    "%s can be made out on %s",
    (shape, back) => {
      expect(contrast(read(shape), read(back))).toBeGreaterThanOrEqual(3);
    },
  );
});
