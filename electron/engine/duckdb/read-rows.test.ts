import { expect, test } from "vitest";
import type { QueryEngine } from "./query-engine.ts";
import { keptOfScope, type Reader, takeTurns } from "./read-rows.ts";

test("those who take turns are asked one after the other, in order, and after one that failed", async () => {
  const turn = takeTurns();
  const log: string[] = [];
  const ask = (name: string, rounds: number) => async (): Promise<string> => {
    log.push(`${name} begins`);
    for (let i = 0; i < rounds; i += 1) await Promise.resolve();
    log.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const answers = await Promise.allSettled([turn(ask("a", 5)), turn(ask("b", 3)), turn(ask("c", 0))]);
  expect(answers.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)))).toEqual(["a", "Error: b failed", "c"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

const engineOf = (): QueryEngine => {
  const refuse = (): never => expect.unreachable("nothing is asked of the engine itself");
  return { columns: refuse, rows: refuse, prepare: refuse, discard: refuse, close: refuse };
};
const readerOf = (queryEngine: QueryEngine, snapshot: string): Reader => ({
  queryEngine,
  scope: { snapshots: [snapshot] },
  signal: undefined,
});

function createCounted(mostRows: number) {
  const asked: string[] = [];
  const read = keptOfScope(mostRows, async ({ scope }, things) => {
    asked.push(things.join(""));
    return new Map(things.filter((thing) => thing !== "z").map((thing) => [thing, [`${thing}1 of ${scope.snapshots[0]}`, `${thing}2`]]));
  });
  return { asked, read };
}

test("what is told of a thing is asked once for a scope, also that there is nothing, and what is missing is asked together", async () => {
  const { asked, read } = createCounted(100);
  const one = readerOf(engineOf(), "s1");
  const first = await read(one, ["a", "z"]);
  expect([...first]).toEqual([
    ["a", ["a1 of s1", "a2"]],
    ["z", []],
  ]);
  expect([...(await read(one, ["z", "b", "a", "c"])).keys()].toSorted()).toEqual(["a", "b", "c", "z"]);
  expect(await read({ ...one, scope: { snapshots: ["s2"] } }, ["a"])).toEqual(new Map([["a", ["a1 of s2", "a2"]]]));
  expect(await read(readerOf(engineOf(), "s1"), ["a"])).toEqual(new Map([["a", ["a1 of s1", "a2"]]]));
  expect(asked).toEqual(["az", "bc", "a", "a"]);
});

test("of more rows than are kept those of the things asked last stay, and an answer larger than all of it is still given", async () => {
  const { asked, read } = createCounted(4);
  const reader = readerOf(engineOf(), "s1");
  for (const things of ["a", "b", "a", "c", "a", "b"]) await read(reader, [things]);
  expect(asked).toEqual(["a", "b", "c", "b"]);
  expect((await read(reader, ["d", "e", "f"])).size).toBe(3);
});
