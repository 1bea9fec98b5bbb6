import { expect, test } from "vitest";
import { flowMapping } from "../../../../test/unit-support/fake-mappings.ts";
import {
  type Draft,
  draftOf,
  draftOfProposal,
  mappingOf,
  nameFor,
  setAttribute,
  valuesText,
  withScale,
  withValues,
} from "./mapping-draft.ts";

const draft: Draft = draftOf(flowMapping);

test("a mapping survives being opened and kept unchanged", () => {
  const full = { ...flowMapping, skipRows: 2, header: false, nullTokens: ["-", "N/A"] };
  expect(mappingOf(draftOf(full))).toEqual(full);
  expect(mappingOf(draft)).toEqual(flowMapping);
});

test("an OCSF column has one source: giving it to another column takes it from the first", () => {
  const moved = setAttribute(draft, "DstAddr", "dst_endpoint_ip", "src_endpoint_ip");
  expect(moved.entries.filter((e) => e.column.endsWith("_ip"))).toEqual([{ column: "src_endpoint_ip", mapped: { from: "DstAddr" } }]);
  expect(setAttribute(draft, "DstAddr", "dst_endpoint_ip", "").entries.map((e) => e.column)).not.toContain("dst_endpoint_ip");
});

test("what is missing is said in words", () => {
  expect(mappingOf({ ...draft, time: { ...draft.time, column: "" } })).toMatch(/column that holds the time/);
  expect(mappingOf({ ...draft, time: { column: "t", format: "pattern", zone: "UTC" } })).toMatch(/pattern/);
});

test("value maps are written line by line, in the type of their column", () => {
  const mapped = withValues({ from: "Proto" }, "6 = tcp\n17=udp\n\nnonsense\n* = other", "string");
  expect(mapped).toEqual({ from: "Proto", values: { "6": "tcp", "17": "udp" }, otherwise: "other" });
  expect(withValues(mapped, valuesText(mapped), "string")).toEqual(mapped);
  expect(withValues({ from: "Dir" }, "in = 1\n= 2", "int32")).toEqual({ from: "Dir", values: { in: 1 } });
  expect(withValues(mapped, "", "string")).toEqual({ from: "Proto" });
});

test("a scale of one is none", () => {
  expect(withScale({ from: "Dur" }, "1000")).toEqual({ from: "Dur", scale: 1000 });
  expect(withScale({ from: "Dur", scale: 5 }, "1")).toEqual({ from: "Dur" });
  expect(withScale({ from: "Dur", scale: 5 }, "x")).toEqual({ from: "Dur" });
});

test("a table without a readable time can still be mapped by hand", () => {
  const proposal = {
    file: "a.csv",
    kind: "delimited" as const,
    columns: [],
    sampledRows: 1,
    mapping: null,
    layoutReason: "",
    timeReason: "",
    classReason: "",
    suggestions: [{ column: "user_name", mapped: { from: "user" }, reason: "" }],
  };
  const opened = draftOfProposal(proposal, "authentication");
  expect(opened).toMatchObject({ class: "authentication", entries: [{ column: "user_name", mapped: { from: "user" } }] });
  expect(mappingOf({ ...opened, time: { ...opened.time, column: "t" } })).toMatchObject({ class: "authentication" });
});

test.each([
  ["Flows 2026.csv.gz", "flows-2026"],
  ["export.zip!data/Argus.binetflow", "argus"],
  ["日本.csv", "table"],
])("%s is kept as %s unless the analyst says otherwise", (file, name) => {
  expect(nameFor(file)).toBe(name);
});
