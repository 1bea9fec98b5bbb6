import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { Draft, type EdgeSpec } from "./draft.ts";
import { edgeBudget, nodeBudget, selectGraph, spareNodes } from "./select.ts";

const evidence: EdgeSpec["evidence"] = {
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

function draftWith(count: number, state: "usual" | "new" | "rare", order: "up" | "down" = "up"): Draft {
  const draft = new Draft();
  draft.node({ id: "s", type: "host", label: "s", role: "subject", layer: 1, slot: "subject", why: "scored" });
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (const i of order === "up" ? numbers : numbers.toReversed()) {
    draft.node({
      id: `d${i}`,
      type: "domain",
      label: `site-${i}`,
      role: "context",
      layer: 2,
      slot: "activity",
      firstSeen: i,
      lastSeen: i + 10,
      isNew: state === "new",
      why: "seen",
    });
    draft.edge({
      src: "s",
      dst: `d${i}`,
      relation: "contacted",
      n: i + 1,
      from: i,
      to: i + 10,
      state,
      why: "seen",
      evidence: { ...evidence, days: 1 + (i % 9) },
    });
  }
  return draft;
}

describe("choosing what to draw", () => {
  it("folds more than two usual neighbours into one node that counts them", () => {
    const { nodes, edges, omitted } = selectGraph(draftWith(37, "usual"));
    expect(nodes.map((n) => [n.label, n.sublabel, n.role, n.count])).toEqual([
      ["s", "", "subject", 1],
      ["+37", "usual web sites", "aggregate", 37],
    ]);
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ n: (37 * 38) / 2, from: 0, to: 46, state: "usual" });
    expect(omitted).toEqual({ nodes: 0, edges: 0, byReason: {} });
  });

  it("leaves two usual ones alone, and keeps three new ones by name", () => {
    expect(selectGraph(draftWith(2, "usual")).nodes).toHaveLength(3);
    const { nodes } = selectGraph(draftWith(12, "new"));
    expect(nodes.map((n) => n.role).toSorted()).toEqual(["aggregate", "context", "context", "context", "subject"]);
    expect(nodes.find((n) => n.role === "aggregate")).toMatchObject({ label: "+9", sublabel: "new web sites", isNew: true });
  });

  it("leaves out what tells too little once there is enough to see, and what hangs on nothing drawn", () => {
    const draft = draftWith(0, "usual");
    const fill = (count: number): void => {
      for (let i = 1; i < count; i += 1) {
        draft.node({ id: `e${i}`, type: "ip", label: `e${i}`, role: "evidence", layer: 2, slot: "evidence", why: "named" });
        draft.edge({ src: "s", dst: `e${i}`, relation: "contacted", n: 1, state: "evidence", why: "named", evidence });
      }
    };
    fill(spareNodes - 2);
    const dull = { ...evidence, days: 10, distanceUs: Number.MAX_SAFE_INTEGER };
    draft.node({ id: "dull", type: "ip", label: "dull", role: "context", layer: 2, slot: "activity", why: "seen" });
    draft.node({ id: "far", type: "ip", label: "far", role: "context", layer: 3, slot: "activity", why: "seen" });
    draft.edge({ src: "s", dst: "dull", relation: "contacted", n: 1, state: "usual", why: "seen", evidence: dull });
    draft.edge({ src: "missing", dst: "far", relation: "contacted", n: 1, state: "rare", why: "seen", evidence });
    const idsOf = (): string[] => selectGraph(draft).nodes.map((n) => n.id);
    expect(idsOf()).toContain("dull");
    expect(idsOf()).not.toContain("far");
    fill(spareNodes);
    expect(idsOf()).not.toContain("dull");
    expect(selectGraph(draft).omitted.nodes).toBe(2);
  });

  it("does not depend on the order things were added in", () => {
    expect(selectGraph(draftWith(30, "rare", "down"))).toEqual(selectGraph(draftWith(30, "rare")));
  });

  it("keeps to the budget, evidence first, and counts what it left out", () => {
    const draft = draftWith(0, "usual");
    for (let i = 0; i < 70; i += 1) {
      draft.node({ id: `e${i}`, type: "ip", label: `e${i}`, role: "evidence", layer: 2, slot: "evidence", why: "named" });
      draft.edge({ src: "s", dst: `e${i}`, relation: "contacted", n: 1, state: "evidence", why: "named", evidence });
      draft.edge({ src: "s", dst: `e${i}`, relation: "asked for", n: 1, state: "usual", why: "seen", evidence });
    }
    const { nodes, edges, omitted } = selectGraph(draft);
    expect([nodes.length, edges.length]).toEqual([nodeBudget, edgeBudget]);
    expect(omitted).toEqual({ nodes: 71 - nodeBudget, edges: 140 - edgeBudget, byReason: { "no room": 71 - nodeBudget } });
    expect(edges.slice(0, nodeBudget - 1).every((e) => e.state === "evidence")).toBe(true);
  });

  it("merges a thing named twice and keeps the stronger statement of an edge", () => {
    const draft = draftWith(1, "usual");
    draft.node({
      id: "d0",
      type: "domain",
      label: "other",
      role: "evidence",
      layer: 3,
      slot: "evidence",
      isNew: true,
      firstSeen: -5,
      why: "again",
    });
    draft.edge({ src: "s", dst: "d0", relation: "contacted", n: 9, state: "evidence", why: "behind the score", events: ["e1"], evidence });
    expect(draft.nodes.get("d0")).toMatchObject({ label: "site-0", layer: 2, isNew: true, firstSeen: -5, badges: ["NEW"] });
    const [edge] = draft.edges.values();
    expect(edge).toMatchObject({ n: 9, state: "evidence", events: ["e1"] });
    expect(edge?.why).toMatch(/^behind the score \(/);
  });

  it("draws the same of twenty orders of the same input", () => {
    const random = createRandom(3);
    const whole = JSON.stringify(selectGraph(busyDraft()));
    for (let i = 0; i < 20; i += 1) {
      const shuffled = busyDraft();
      const from = busyDraft();
      shuffled.nodes.clear();
      shuffled.edges.clear();
      for (const [id, node] of inAnyOrder([...from.nodes], random)) shuffled.nodes.set(id, node);
      for (const [id, edge] of inAnyOrder([...from.edges], random)) shuffled.edges.set(id, edge);
      expect(JSON.stringify(selectGraph(shuffled))).toBe(whole);
    }
  });

  it.each([
    ["between other things", (i: number) => [`noise-${i}`, `noise-${i + 1}`] as const],
    ["from what is drawn", (i: number) => [`n${i % 50}`, `noise-${i}`] as const],
    ["from the subject", (i: number) => ["s", `noise-${i}`] as const],
  ])("changes at most two of forty nodes for 10,000 usual relations %s", (_where, ends) => {
    const before = new Set(selectGraph(busyDraft()).nodes.map(({ id }) => id));
    const draft = busyDraft();
    for (let i = 0; i < 10_000; i += 1) {
      const [src, dst] = ends(i);
      for (const id of [src, dst])
        if (!draft.nodes.has(id)) draft.node({ id, type: "ip", label: id, role: "context", layer: 3, slot: "activity", why: "noise" });
      const usual = { ...evidence, prior: 1, days: 10, distanceUs: Number.MAX_SAFE_INTEGER, degree: 40 };
      draft.edge({ src, dst, relation: "contacted", n: 1, state: "usual", why: "noise", evidence: usual });
    }
    const after = selectGraph(draft).nodes.map(({ id }) => id);
    expect(before.size).toBe(nodeBudget);
    expect(after.filter((id) => !before.has(id)).length).toBeLessThanOrEqual(2);
  });

  it("draws what many share once for each that turns to it, so that it joins nothing", () => {
    const draft = draftWith(0, "usual");
    for (const id of ["a", "b", "dns"])
      draft.node({
        id,
        type: "host",
        label: id,
        role: "context",
        layer: 2,
        slot: "activity",
        badges: id === "dns" ? ["shared"] : [],
        why: "seen",
      });
    draft.edge({ src: "s", dst: "dns", relation: "contacted", n: 1, state: "rare", why: "seen", evidence });
    for (const src of ["a", "b"]) draft.edge({ src, dst: "dns", relation: "contacted", n: 1, state: "rare", why: "seen", evidence });
    draft.edge({ src: "s", dst: "a", relation: "contacted", n: 1, state: "rare", why: "seen", evidence });
    const { nodes, edges } = selectGraph(draft);
    expect(nodes.filter(({ label }) => label === "dns").map(({ id }) => id)).toEqual(["stub:0:dns", "stub:2:dns"]);
    expect(nodes.some(({ id }) => id === "b")).toBe(false);
    expect(edges.map(({ id }) => id).toSorted()).toEqual(["a contacted stub:0:dns", "s contacted a", "s contacted stub:2:dns"]);
  });

  it("names the terms of every score, which add up to it", () => {
    for (const edge of selectGraph(busyDraft()).edges)
      expect(edge.score).toBeCloseTo(
        edge.reasons.reduce((sum, { bits }) => sum + bits, 0),
        1,
      );
  });
});

const inAnyOrder = <T>(values: readonly T[], random: { float(): number }): T[] =>
  values
    .map((value) => ({ value, at: random.float() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** More odd things of every sort than there is room for. */
function busyDraft(): Draft {
  const draft = draftWith(0, "usual");
  const types = ["domain", "ip", "host", "process", "account"];
  const relations = ["contacted", "asked for", "opened"];
  for (let i = 0; i < 90; i += 1) {
    const id = `n${i}`;
    draft.node({
      id,
      type: types[i % 5] ?? "ip",
      label: id,
      role: "context",
      layer: 2,
      slot: i % 4 === 0 ? "evidence" : "activity",
      why: "seen",
    });
    const odd = { ...evidence, days: i % 3, coverageDays: 30, degree: i % 7, distanceUs: i * 60_000_000 };
    const shared = { n: 1, state: i % 4 === 0 ? ("evidence" as const) : ("rare" as const), why: "seen", evidence: odd };
    draft.edge({ src: "s", dst: id, relation: relations[i % 3] ?? "contacted", ...shared });
    if (i >= 5) draft.edge({ src: `n${i - 5}`, dst: id, relation: "contacted", ...shared });
  }
  return draft;
}
