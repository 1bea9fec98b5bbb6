import { expect, test } from "vitest";
import { takeTurns } from "./read-rows.ts";

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
