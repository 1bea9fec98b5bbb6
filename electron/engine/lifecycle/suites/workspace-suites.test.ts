import { describe, expect, it } from "vitest";
import { suiteKind, suitesIn } from "./workspace-suites.ts";

const made = (seq: number, suite: string, model = "beaconing") => ({
  seq,
  id: `d${seq}`,
  at: seq,
  actor: "ana",
  kind: suiteKind,
  body: { suite, model, title: suite, bad: 1, good: 1 },
  prevHash: "",
  hash: "",
});

describe("the suites that the log holds", () => {
  it("are listed oldest first, each once, of one model or all", () => {
    const decisions = [made(3, "b"), made(2, "c", "logon"), made(1, "a"), made(4, "a")];
    expect(suitesIn(decisions, "beaconing").map(({ suite, decision }) => [suite, decision.seq])).toEqual([
      ["a", 1],
      ["b", 3],
    ]);
    expect(suitesIn(decisions)).toHaveLength(3);
  });
});
