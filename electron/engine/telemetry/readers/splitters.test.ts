import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSplitter } from "./json-splitter.ts";
import { LineSplitter, type RecordSink, type RecordSplitter } from "./record-splitter.ts";

type Seen = readonly [what: string, recordNo: number, text: string];

function collect(text: string, cuts: readonly number[], make: (sink: RecordSink) => RecordSplitter): Seen[] {
  const seen: Seen[] = [];
  const splitter = make({
    record: (buffer, start, end, no) => seen.push(["record", no, buffer.toString("utf8", start, end)]),
    tooLong: (no, head) => seen.push(["too long", no, head.toString("utf8").slice(0, 4)]),
    broken: (no, reason) => seen.push([reason, no, ""]),
  });
  const bytes = Buffer.from(text);
  const ends = [...new Set([...cuts.map((c) => c % (bytes.length + 1)), bytes.length])].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    splitter.push(Buffer.from(bytes.subarray(from, end)));
    from = end;
  }
  splitter.end();
  return seen;
}

const lines = (text: string, cuts: readonly number[] = [], cap = 100): Seen[] => collect(text, cuts, (sink) => new LineSplitter(sink, cap));
const values = (text: string, cuts: readonly number[] = [], cap = 100): Seen[] =>
  collect(text, cuts, (sink) => new JsonSplitter(sink, cap));
const cuts = fc.array(fc.nat(400), { maxLength: 8 });

describe("lines", () => {
  it("are counted with blank ones, end at LF or CRLF, and the last needs no end", () => {
    expect(lines("a\r\n\nb\n\n\nc")).toEqual([
      ["record", 1, "a"],
      ["record", 3, "b"],
      ["record", 6, "c"],
    ]);
  });

  it("over the cap are told and passed over", () => {
    expect(lines(`ok\n${"x".repeat(50)}\nok`, [10, 20, 40], 20)).toEqual([
      ["record", 1, "ok"],
      ["too long", 2, "xxxx"],
      ["record", 3, "ok"],
    ]);
  });

  it("are the same however the bytes arrive", () => {
    const text = fc.array(fc.constantFrom("a", "é", "\n", "\r\n", "xxxxxxxxxx"), { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, cuts, (t, c) => {
        expect(lines(t, c, 15)).toEqual(lines(t, [], 15));
      }),
    );
  });

  it("give back the text", () => {
    const text = fc.array(fc.stringMatching(/^[^\r\n]{1,20}$/), { maxLength: 20 });
    fc.assert(
      fc.property(text, cuts, (t, c) => {
        expect(lines(t.join("\n"), c, 1000).map((s) => s[2])).toEqual(t);
      }),
    );
  });
});

describe("JSON values", () => {
  it("are found in an array and in a run, by braces outside strings", () => {
    const expected = [
      ["record", 1, '{"a":"}{"}'],
      ["record", 2, '{"b":[{"c":1}],"d":"\\"}"}'],
    ];
    expect(values('[ {"a":"}{"},\n {"b":[{"c":1}],"d":"\\"}"} ]\n')).toEqual(expected);
    expect(values('{"a":"}{"}\n{"b":[{"c":1}],"d":"\\"}"}')).toEqual(expected);
  });

  it("that are no objects are told once per run", () => {
    expect(values('[1, 2, {"a":1}, "x"]').map((s) => s[0])).toEqual(["not a JSON object", "record", "not a JSON object"]);
  });

  it("that do not end are told", () => {
    expect(values('[{"a":1},{"b":')).toEqual([
      ["record", 1, '{"a":1}'],
      ["the file ends inside this record", 2, ""],
    ]);
    expect(values(`[{"a":"${"x".repeat(200)}`)).toEqual([["too long", 1, '{"a"']]);
  });

  it("are the same however the bytes arrive", () => {
    const text = fc
      .array(
        fc.jsonValue().map((v) => JSON.stringify({ v })),
        { maxLength: 6 },
      )
      .map((all) => `[${all.join(" ,\n")}]`);
    fc.assert(
      fc.property(text, cuts, (t, c) => {
        expect(values(t, c, 40)).toEqual(values(t, [], 40));
      }),
    );
  });

  it("parse to what was written", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), cuts, (all, c) => {
        const found = values(
          JSON.stringify(
            all.map((v) => ({ v })),
            undefined,
            2,
          ),
          c,
          1_000_000,
        );
        expect(found.map((s): unknown => JSON.parse(s[2]))).toEqual(JSON.parse(JSON.stringify(all.map((v) => ({ v })))));
      }),
    );
  });
});
