import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { chainHash, decisionId, type DecisionRow, genesisHash } from "../sqlite/decision-chain.ts";
import { ancestry, graphProblems, headsOf, linearise, mergeKind, numberOf } from "../sqlite/decision-graph.ts";
import { logContentId, mergeLogs } from "./merge-logs.ts";

type Step = { readonly gap: number; readonly actor: string };

/** Goes on from a log as its end is; the clock of each copy is its own and may stand still. */
function extend(log: readonly DecisionRow[], steps: readonly Step[], name: string): DecisionRow[] {
  const rows = [...log];
  let at = rows.at(-1)?.at_us ?? 0;
  steps.forEach(({ gap, actor }, i) => {
    const last = rows.at(-1);
    at += gap;
    const number = (last === undefined ? 0 : numberOf(last)) + 1;
    const prev_hash = last?.hash ?? genesisHash;
    const body = { name, i };
    const hash = chainHash(prev_hash, { seq: number, at, actor, kind: "note.record", body });
    const seq = rows.length + 1;
    const entry = { id: decisionId(hash), at_us: at, actor, kind: "note.record", body: canonicalJson(body), prev_hash, hash };
    rows.push({ ...entry, seq, number: number === seq ? null : number });
  });
  return rows;
}

const signed = (actor: string, at = 10_000) => ({ actor, at });
const merge = (a: readonly DecisionRow[], b: readonly DecisionRow[], actor = "ana"): readonly DecisionRow[] =>
  mergeLogs(a, b, signed(actor))?.rows ?? a;
const decided = (rows: readonly DecisionRow[]): string[] => rows.flatMap(({ kind, hash }) => (kind === mergeKind ? [] : [hash]));

const steps = fc.array(fc.record({ gap: fc.nat(3), actor: fc.constantFrom("ana", "ben") }), { maxLength: 8 });
const copies = fc.tuple(steps, steps, steps, steps).map(([shared, a, b, c]) => {
  const prefix = extend([], shared, "shared");
  return { prefix, a: extend(prefix, a, "a"), b: extend(prefix, b, "b"), c: extend(prefix, c, "c") };
});

describe("merging logs", () => {
  it("gives the same log whichever is merged into which, entry by entry", () => {
    fc.assert(
      fc.property(copies, ({ a, b }) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(decided(merge(a, b, "ana"))).toEqual(decided(merge(b, a, "ben")));
        expect(logContentId(merge(a, b, "ana"))).toBe(logContentId(merge(b, a, "ben")));
      }),
    );
  });

  it("has nothing left to merge afterwards, on either side", () => {
    fc.assert(
      fc.property(copies, ({ a, b }) => {
        const both = merge(a, b);
        for (const again of [a, b, both, merge(b, a, "ben")]) expect(mergeLogs(both, again, signed("ana"))).toBeUndefined();
      }),
    );
  });

  it("comes to the same decisions in the same order however several copies are merged", () => {
    fc.assert(
      fc.property(copies, ({ a, b, c }) => {
        const orders = [merge(merge(a, b), c), merge(a, merge(b, c)), merge(merge(c, a, "ben"), b), merge(b, merge(c, a))];
        for (const other of orders) expect(decided(other)).toEqual(decided(orders[0] ?? []));
      }),
    );
  });

  it("loses and changes no entry, keeps what was written one after the other in that order, and verifies", () => {
    fc.assert(
      fc.property(copies, steps, ({ a, b, c }, later) => {
        const merged = extend(merge(extend(merge(a, b), later, "later"), c), later, "last");
        const byHash = new Map(merged.map((row) => [row.hash, row]));
        for (const log of [a, b, c]) {
          for (const row of log) expect(byHash.get(row.hash)).toMatchObject({ id: row.id, body: row.body, at_us: row.at_us });
          const places = log.map(({ hash }) => byHash.get(hash)?.seq ?? 0);
          expect(places).toEqual(places.toSorted((x, y) => x - y));
        }
        expect(graphProblems(merged)).toEqual([]);
        expect(headsOf(merged)).toHaveLength(merged.length === 0 ? 0 : 1);
      }),
    );
  });

  it("takes over what only continues this log without a merge entry", () => {
    fc.assert(
      fc.property(copies, ({ prefix, a }) => {
        expect(merge(prefix, a)).toEqual(a);
        expect(mergeLogs(a, prefix, signed("ana"))).toBeUndefined();
      }),
    );
  });

  it("names both ends and the last entry they share", () => {
    const prefix = extend([], [{ gap: 1, actor: "ana" }], "shared");
    const [a, b] = [extend(prefix, [{ gap: 1, actor: "ana" }], "a"), extend(prefix, [{ gap: 1, actor: "ben" }], "b")];
    const record = merge(a, b).at(-1);
    expect(record).toMatchObject({ kind: mergeKind, actor: "ana", seq: 4, number: 3 });
    const heads = [a.at(-1)?.hash ?? "", b.at(-1)?.hash ?? ""].toSorted();
    expect(JSON.parse(record?.body ?? "")).toEqual({ heads, base: prefix[0]?.hash });
  });

  it("tells for any two entries whether one was written in sight of the other", () => {
    fc.assert(
      fc.property(copies, steps, ({ prefix, a, b }, later) => {
        const merged = extend(merge(a, b), later, "later");
        const comesBefore = ancestry(merged);
        const own = (log: readonly DecisionRow[]): string[] => log.slice(prefix.length).map(({ hash }) => hash);
        for (const one of own(a))
          for (const other of own(b)) expect([comesBefore(one, other), comesBefore(other, one)]).toEqual([false, false]);
        for (const log of [a, b])
          log.forEach((row, i) =>
            log
              .slice(i + 1)
              .forEach((next) => expect([comesBefore(row.hash, next.hash), comesBefore(next.hash, row.hash)]).toEqual([true, false])),
          );
        const last = merged.at(-1);
        if (last !== undefined) for (const row of merged.slice(0, -1)) expect(comesBefore(row.hash, last.hash)).toBe(true);
      }),
    );
  });

  it("shows every entry that was changed, moved or removed afterwards", () => {
    const prefix = extend([], [{ gap: 1, actor: "ana" }], "shared");
    const turns = [
      { gap: 1, actor: "ana" },
      { gap: 2, actor: "ana" },
    ];
    const merged = merge(extend(prefix, turns, "a"), extend(prefix, turns, "b"));
    expect(graphProblems(merged)).toEqual([]);
    merged.forEach((row, i) => {
      const changed = { ...row, actor: "eve" };
      expect(
        graphProblems(merged.with(i, changed)).some(({ seq }) => seq === row.seq),
        `entry ${row.seq} by another`,
      ).toBe(true);
      const moved = merged.with(i, { ...row, number: numberOf(row) + 1 });
      expect(graphProblems(moved).length, `entry ${row.seq} with another number`).toBeGreaterThan(0);
      // That the last entry is gone is known by the head that is kept beside the log.
      if (i < merged.length - 1) expect(graphProblems(merged.toSpliced(i, 1)).length, `entry ${row.seq} gone`).toBeGreaterThan(0);
    });
    const [first, second, third, ...rest] = merged;
    if (first === undefined || second === undefined || third === undefined) throw new Error("there are six entries");
    const swapped = [first, { ...third, seq: 2 }, { ...second, seq: 3 }, ...rest];
    expect(
      graphProblems(swapped)
        .map(({ problem }) => problem)
        .join(),
    ).toContain("not in the place");
    expect(linearise(swapped).map(({ hash }) => hash)).toEqual(merged.map(({ hash }) => hash));
  });
});
