import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Stage } from "../../../shared/contract/models.ts";
import type { StageKind, StageMove } from "../../../shared/contract/stages.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { chainHash, decisionId, type DecisionRow, genesisHash, toDecision } from "../sqlite/decision-chain.ts";
import { headsOf, linearise, mergeKind, numberOf } from "../sqlite/decision-graph.ts";
import { stagesOf } from "./stage-fold.ts";

interface Change {
  readonly kind: StageKind;
  readonly version: string;
  readonly from: Stage;
  readonly to: Stage;
  readonly also?: readonly StageMove[];
}

const read = (log: readonly DecisionRow[]) => stagesOf(log.map(toDecision));
const stageIn = (log: readonly DecisionRow[], version: string): Stage => read(log).of.get(version)?.stage ?? "registered";

function append(log: readonly DecisionRow[], kind: string, body: unknown, actor = "ana"): DecisionRow[] {
  const last = log.at(-1);
  const [at_us, prev_hash, number] = [(last?.at_us ?? 0) + 1, last?.hash ?? genesisHash, (last === undefined ? 0 : numberOf(last)) + 1];
  const hash = chainHash(prev_hash, { seq: number, at: at_us, actor, kind, body });
  const row = { id: decisionId(hash), at_us, actor, kind, body: canonicalJson(body), prev_hash, hash };
  return [...log, { ...row, seq: log.length + 1, number: number === log.length + 1 ? null : number }];
}

const change = (log: readonly DecisionRow[], { kind, also = [], ...move }: Change, actor = "ana"): DecisionRow[] =>
  append(log, kind, { model: "m", reason: "why", evidence: null, also, ...move }, actor);

function promote(log: readonly DecisionRow[], version: string, actor?: string): DecisionRow[] {
  const before = read(log).championOf.get("m");
  const also = before === undefined ? [] : [{ version: before, from: "champion" as const, to: "retired" as const }];
  return change(log, { kind: "model.promote", version, from: stageIn(log, version), to: "champion", also }, actor);
}

/** As copies are merged: all entries in the order that follows from them, and one that joins their ends. */
function merge(a: readonly DecisionRow[], b: readonly DecisionRow[]): DecisionRow[] {
  const all = [...new Map([...a, ...b].map((row) => [row.hash, row])).values()];
  const heads = headsOf(all)
    .map(({ hash }) => hash)
    .toSorted();
  const rows = linearise(all).map((row, i) => ({ ...row, number: numberOf(row), seq: i + 1 }));
  const [first, second] = heads;
  if (first === undefined || second === undefined) return rows;
  const body = { heads, base: genesisHash };
  const number = Math.max(...rows.map(numberOf)) + 1;
  const hash = chainHash(first, { seq: number, at: 100, actor: "ana", kind: mergeKind, body });
  const join = { id: decisionId(hash), at_us: 100, actor: "ana", kind: mergeKind, body: canonicalJson(body), prev_hash: first, hash };
  return [...rows, { ...join, seq: rows.length + 1, number }];
}

const base = promote([], "v1");

describe("stages in merged copies", () => {
  it("have no champion where the copies promoted different versions, until a person promotes one", () => {
    const both = merge(promote(base, "v2", "ana"), promote(base, "v3", "ben"));
    expect(read(both).championOf.get("m")).toBeUndefined();
    expect(["v1", "v2", "v3"].map((version) => stageIn(both, version))).toEqual(["retired", "challenger", "challenger"]);
    const settled = promote(both, "v3");
    expect(read(settled).championOf.get("m")).toBe("v3");
    expect(stageIn(settled, "v2")).toBe("challenger");
    expect(read(settled).problems).toEqual([]);
  });

  it("do not take a return to the old champion for silence", () => {
    const back = change(promote(base, "v3"), {
      kind: "model.rollback",
      version: "v1",
      from: "retired",
      to: "champion",
      also: [{ version: "v3", from: "champion", to: "retired" }],
    });
    expect(read(merge(promote(base, "v2"), back)).championOf.get("m")).toBeUndefined();
  });

  it("follow the copy that decided where the other did not, and both where they say the same", () => {
    const promoted = promote(base, "v2");
    expect(read(merge(promoted, append(base, "note.record", {}))).championOf.get("m")).toBe("v2");
    expect(read(merge(promoted, promote(base, "v2", "ben"))).championOf.get("m")).toBe("v2");
    const ended = change(base, { kind: "model.demote", version: "v1", from: "champion", to: "retired" });
    expect(read(merge(promoted, ended)).championOf.get("m")).toBe("v2");
  });

  it("keep out of use what either copy took out of use", () => {
    const quarantined = change(base, { kind: "model.quarantine", version: "v2", from: "registered", to: "quarantined" });
    const both = merge(promote(base, "v2"), quarantined);
    expect(stageIn(both, "v2")).toBe("quarantined");
    expect(read(both).championOf.get("m")).toBeUndefined();
    expect(read(both).problems).toEqual([]);
  });

  it("show an entry that says a version stood where nobody who wrote it could have seen it", () => {
    const wrong = change(base, { kind: "model.stage", version: "v2", from: "challenger", to: "retired" });
    expect(read(merge(wrong, promote(base, "v3"))).problems).toMatchObject([
      { problem: "version v2 is said to have been challenger, but was registered" },
    ]);
  });

  it("are the same whichever is merged into which, never of two champions, and never of more trust than a person gave", () => {
    const steps = fc.array(fc.record({ version: fc.constantFrom("v1", "v2", "v3"), isQuarantine: fc.boolean() }), { maxLength: 5 });
    const play = (log: readonly DecisionRow[], of: readonly { version: string; isQuarantine: boolean }[], actor: string): DecisionRow[] =>
      of.reduce<DecisionRow[]>(
        (rows, { version, isQuarantine }) => {
          const from = stageIn(rows, version);
          if (from === "quarantined" || (from === "champion" && !isQuarantine)) return rows;
          return isQuarantine
            ? change(rows, { kind: "model.quarantine", version, from, to: "quarantined" }, actor)
            : promote(rows, version, actor);
        },
        [...log],
      );
    fc.assert(
      fc.property(steps, steps, steps, steps, (shared, left, right, later) => {
        const prefix = play([], shared, "ana");
        const [a, b] = [play(prefix, left, "ana"), play(prefix, right, "ben")];
        const [one, other] = [merge(a, b), merge(b, a)];
        expect(read(one).of).toEqual(read(other).of);
        const after = play(one, later, "cai");
        for (const log of [a, b, one, after]) {
          expect(read(log).problems).toEqual([]);
          expect([...read(log).of.values()].filter(({ stage }) => stage === "champion").length).toBeLessThan(2);
        }
        const champion = read(one).championOf.get("m");
        if (champion !== undefined) expect([read(a).championOf.get("m"), read(b).championOf.get("m")]).toContain(champion);
      }),
      { numRuns: 60 },
    );
  });
});
