import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { defang, ellipsizeMiddle, toSafeParts, toSafeText } from "./text.ts";

describe("text from telemetry", () => {
  test("bidi overrides, controls and invisible characters are shown as escapes", () => {
    expect(toSafeText("\u202Eexe.slx")).toBe("\\u{202e}exe.slx");
    expect(toSafeText("a\u0007b\u001b[31m")).toBe("a\\x07b\\x1b[31m");
    expect(toSafeText("pay\u200bpal.example\ufeff")).toBe("pay\\u{200b}pal.example\\u{feff}");
    expect(toSafeText("hidden\u{e0041}")).toBe("hidden\\u{e0041}");
  });

  test("ordinary text, tabs and line breaks stay", () => {
    expect(toSafeText("Größe\t1\n漢字 🙂")).toBe("Größe\t1\n漢字 🙂");
  });

  test("whatever comes in, nothing that acts comes out and nothing visible is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const safe = toSafeText(text);
        expect(safe).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
        expect(
          toSafeParts(text)
            .map((part) => part.text)
            .join(""),
        ).toBe(safe);
      }),
    );
  });

  test("long text keeps beginning and end", () => {
    expect(ellipsizeMiddle("abcdefghij", 5)).toBe("ab…ij");
    expect(ellipsizeMiddle("short", 5)).toBe("short");
    expect(Array.from(ellipsizeMiddle("🙂🙂🙂🙂🙂🙂", 3))).toHaveLength(3);
  });

  test("addresses are made harmless for pasting", () => {
    expect(defang("https://cdn-metrics.net/a?b=c@d")).toBe("hxxps://cdn-metrics[.]net/a?b=c[@]d");
    expect(defang("203.0.113.44")).toBe("203[.]0[.]113[.]44");
    expect(defang("h.voss@corp.example")).toBe("h[.]voss[@]corp[.]example");
    expect(defang("rundll32.exe on WS-117, score 0.98, 4.1 GB")).toBe("rundll32.exe on WS-117, score 0.98, 4.1 GB");
  });
});
