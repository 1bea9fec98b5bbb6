import { describe, expect, it } from "vitest";
import { groupSize, toPeerIndex } from "./peer-group.ts";

const member = (key: string, ...traits: string[]) => ({ key, traits });

describe("a peer group", () => {
  it("weighs a small group in common above a large one", () => {
    const crowd = Array.from({ length: 50 }, (_, i) => member(`crowd-${i}`, "group:staff"));
    const index = toPeerIndex([member("alice", "group:staff", "group:payroll"), member("bob", "group:payroll"), ...crowd]);
    expect(index.peersOf("alice")[0]).toMatchObject({ key: "bob" });
    expect(index.peersOf("bob").map(({ key }) => key)).toEqual(["alice"]);
  });

  it("has at most twenty, by key where they are equally alike, and never itself", () => {
    const all = Array.from({ length: 40 }, (_, i) => member(`host-${String(i).padStart(2, "0")}`, "role:workstation", "role:workstation"));
    const peers = toPeerIndex(all.toReversed()).peersOf("host-03");
    expect(peers).toHaveLength(groupSize);
    expect(peers.map(({ key }) => key)).toEqual(
      all
        .map(({ key }) => key)
        .filter((key) => key !== "host-03")
        .slice(0, groupSize),
    );
    expect(peers.every(({ alike }) => alike === 1)).toBe(true);
  });

  it("is empty for what shares nothing, or is not known", () => {
    const index = toPeerIndex([member("a", "title:cook"), member("b", "title:pilot")]);
    expect(index.peersOf("a")).toEqual([]);
    expect(index.peersOf("nobody")).toEqual([]);
  });
});
