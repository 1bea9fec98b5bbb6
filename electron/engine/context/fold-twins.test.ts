import { describe, expect, it } from "vitest";
import { Draft, type EdgeSpec } from "./draft.ts";
import { foldTwins } from "./fold-twins.ts";

const weight: EdgeSpec["evidence"] = {
  prior: 2,
  days: 1,
  coverageDays: 10,
  isFirstSeen: false,
  baselineDays: 20,
  distanceUs: 0,
  isEvidence: false,
  degree: 1,
  confidence: 1,
  criticality: 0,
};

interface Spec {
  readonly line?: string;
  readonly alike?: string;
  readonly relation?: string;
  readonly state?: EdgeSpec["state"];
  readonly events?: readonly string[];
}

function pictureOf(processes: readonly Spec[], role: "subject" | "context" = "subject"): Draft {
  const draft = new Draft();
  draft.node({ id: "s", type: "process", label: "odd.exe", role, layer: 1, slot: "subject", why: "scored" });
  for (const [i, spec] of processes.entries()) {
    const { line = "", alike = "ws|cmd.exe", relation = "started", state = "usual", events = [`e${i}`] } = spec;
    draft.node({
      id: `p${i}`,
      type: "process",
      label: "cmd.exe",
      sublabel: line,
      line,
      alike,
      role: relation === "opened" ? "evidence" : "context",
      layer: 2,
      slot: "lineage",
      why: "seen",
    });
    draft.edge({ src: "s", dst: `p${i}`, relation, n: 1, from: i, to: i, state, why: "seen", events, evidence: weight });
  }
  return draft;
}
const fold = (draft: Draft) => foldTwins({ nodes: [...draft.nodes.values()], edges: [...draft.edges.values()] });
const names = (draft: Draft): [string, string][] => fold(draft).nodes.map((node) => [node.label, node.sublabel]);

describe("processes that look the same", () => {
  it("become one node that counts them, with all their events on its edge", () => {
    const { nodes, edges } = fold(pictureOf([{ line: "/c dir" }, { line: "/c ver" }, { line: "/c ver" }]));
    expect(nodes.map((node) => [node.label, node.sublabel, node.role, node.count])).toEqual([
      ["odd.exe", "", "subject", 1],
      ["3 × cmd.exe", "/c dir +1", "aggregate", 3],
    ]);
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ src: "s", relation: "started", n: 3, from: 0, to: 2, events: ["e0", "e1", "e2"] });
  });

  it("stay apart when they are odd children of the subject told to do different things, up to three", () => {
    const odd = (...lines: string[]): Spec[] => lines.map((line) => ({ line, state: "evidence" as const }));
    expect(names(pictureOf(odd("/c a", "/c b", "/c c"))).map(([label]) => label)).toEqual(["odd.exe", "cmd.exe", "cmd.exe", "cmd.exe"]);
    expect(names(pictureOf(odd("/c a", "/c b", "/c c", "/c d", "/c d")))).toEqual([
      ["odd.exe", ""],
      ["cmd.exe", "/c a"],
      ["cmd.exe", "/c b"],
      ["3 × cmd.exe", "/c c +1"],
    ]);
    expect(names(pictureOf(odd("/c a", "/c b"), "context"))).toContainEqual(["2 × cmd.exe", "/c a +1"]);
  });

  it("keep the name, the part of evidence and the stronger edge when they were opened", () => {
    const { nodes, edges } = fold(pictureOf([{ relation: "opened" }, { relation: "opened", state: "evidence" }]));
    expect(nodes[1]).toMatchObject({ label: "cmd.exe", role: "evidence", count: 2 });
    expect(edges[0]).toMatchObject({ state: "evidence", n: 2, events: ["e1", "e0"] });
  });

  it("are not mixed with those of another place, or that came in another way", () => {
    const draft = pictureOf([{}, { alike: "ws|c:\\temp\\cmd.exe" }, { relation: "opened" }]);
    expect(fold(draft).nodes).toHaveLength(4);
    expect(fold(draft).edges.map((edge) => edge.dst)).toEqual(["p0", "p1", "p2"]);
  });

  it("bring along what each of them did", () => {
    const draft = pictureOf([{}, {}]);
    draft.node({ id: "d", type: "domain", label: "d.example", role: "context", layer: 3, slot: "activity", why: "seen" });
    for (const src of ["p0", "p1"])
      draft.edge({ src, dst: "d", relation: "asked for", n: 2, state: "new", why: "seen", events: [`${src}-asked`], evidence: weight });
    const { edges } = fold(draft);
    expect(edges.find((edge) => edge.dst === "d")).toMatchObject({ n: 4, state: "new", events: ["p0-asked", "p1-asked"] });
  });
});
