import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml, toYaml, type Yaml } from "./block-yaml.ts";

/** As PyYAML's safe_dump writes it: keys sorted, lines folded at 80. */
const written = `flavors:
  onnx:
    code: null
    data: model.onnx
    providers:
    - CUDAExecutionProvider
    - CPUExecutionProvider
metadata:
  empty: {}
  f: 0.5
  list:
  - a: 1
    b:
    - 1
    - 2
  - x
  n: 3
  note: "a: b\\n\\nc \\xE9 \\u2028 'quoted' word word word word word word word word word word\\
    \\ word word "
  'yes': 'yes'
signature:
  inputs: '[{"type": "float", "name": "bytes_sent", "required": true}, {"type": "float",
    "name": "mean_seconds", "required": true}, {"type": "float", "name": "it''s",
    "required": true}]'
  outputs: null
utc_time_created: '2026-11-22 00:06:53.288961'
`;

describe("the YAML of an MLflow model", () => {
  it("is read as PyYAML wrote it, folded lines and quotations too", () => {
    expect(parseYaml("MLmodel", written)).toEqual({
      flavors: { onnx: { code: null, data: "model.onnx", providers: ["CUDAExecutionProvider", "CPUExecutionProvider"] } },
      metadata: {
        empty: {},
        f: 0.5,
        list: [{ a: 1, b: [1, 2] }, "x"],
        n: 3,
        note: `a: b\n\nc é \u2028 'quoted' ${"word ".repeat(12)}`,
        yes: "yes",
      },
      signature: {
        inputs:
          '[{"type": "float", "name": "bytes_sent", "required": true}, {"type": "float", "name": "mean_seconds", "required": true}, {"type": "float", "name": "it\'s", "required": true}]',
        outputs: null,
      },
      utc_time_created: "2026-11-22 00:06:53.288961",
    });
  });

  it("comes back as it was written, whatever it holds", () => {
    const { tree } = fc.letrec<{ tree: Yaml }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("null", "yes", "1", "- a", "a: b", "#", "", "{}", "'", "x\ny"),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
          tie("tree"),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const whole = { value };
        expect(parseYaml("x", toYaml(whole))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["an anchor", "a: &x 1\n", /line 1/],
    ["a tag that makes objects", "a: !!python/object/apply:os.system [id]\n", /line 1/],
    ["a block text", "a: |\n  b\n", /line 1/],
    ["a flow mapping", "a: {b: 1}\n", /line 1/],
    ["a key said twice", "a: 1\na: 2\n", /says a twice/],
    ["a quotation without an end", "a: 'b\n", /never closed/],
    ["a line without a key", "a: 1\nb\n", /line 2/],
  ])("refuses %s by its line", (_, text, problem) => {
    expect(() => parseYaml("MLmodel", text)).toThrow(problem);
  });

  it.each(["'", '"'])("reads or refuses a megabyte of lines within one quotation (%s), each once", (quote) => {
    const lines = "x\n".repeat(500_000);
    expect(() => parseYaml("MLmodel", `a: ${quote}${lines}`)).toThrow(/never closed/);
    expect(parseYaml("MLmodel", `a: ${quote}${lines}${quote}\n`)).toMatchObject({ a: expect.stringMatching(/^(?:x )+$/) as string });
  });

  it("throws nothing but a refusal at any text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", ": ", "\n", "- ", "  ", "'", '"', "\\", "{}", "#", "b"), { maxLength: 30 }), (parts) => {
        try {
          parseYaml("x", parts.join(""));
        } catch (error) {
          expect(error).toMatchObject({ code: "model-mismatch" });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
