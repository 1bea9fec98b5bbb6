import { describe, expect, it } from "vitest";
import { tellTactics, toPriority } from "./priority.ts";

const techniques: Readonly<Record<string, readonly string[]>> = {
  beaconing: ["T1071", "T1029"],
  "dns-tunnel": ["T1071.004", "T1048"],
  logon: ["T1078", "T1021"],
  process: ["T1059"],
  odd: ["T9999"],
};
const techniquesOf = (model: string): readonly string[] => techniques[model] ?? [];
const member = (model: string, pValue: number | undefined, isSuppressed = false) => ({ model, pValue, isSuppressed });

describe("the priority of a candidate", () => {
  it("tells apart as many tactics as its models can speak for, one each", () => {
    expect(tellTactics(["beaconing", "dns-tunnel"], techniquesOf).map(({ tactic }) => tactic)).toEqual([
      "command-and-control",
      "exfiltration",
    ]);
    expect(tellTactics(["logon"], techniquesOf)).toHaveLength(1);
    expect(tellTactics(["beaconing", "dns-tunnel", "logon", "process"], techniquesOf)).toHaveLength(4);
    expect(tellTactics(["odd"], techniquesOf)).toEqual([]);
  });

  it("adds the combined p-value, what is at stake and the tactics in one unit", () => {
    const { bits, parts } = toPriority({
      members: [member("beaconing", 1 / 1024), member("process", 1 / 1024)],
      criticality: { level: 4, name: "fs-02" },
      techniquesOf,
    });
    expect(parts.map((part) => Math.round(part.bits * 1e6) / 1e6)).toEqual([10, 1, 1]);
    expect(bits).toBeCloseTo(12, 9);
    expect(parts[1]?.because).toBe("fs-02 is of extreme criticality, times 2");
    expect(parts[2]?.because).toBe("2 tactics that its models tell apart, times 2: Command and Control (beaconing), Execution (process)");
  });

  it("takes nothing from what is withheld or not to be trusted, and says so", () => {
    const { parts } = toPriority({
      members: [member("beaconing", 0.5), member("logon", undefined), member("process", 1e-9, true)],
      criticality: undefined,
      techniquesOf,
    });
    expect(parts.map((part) => part.bits)).toEqual([1, 0, 0]);
    expect(parts[0]?.because).toContain("of one anomaly; 2 left out, withheld or not to be trusted");
    expect(toPriority({ members: [member("logon", undefined)], criticality: undefined, techniquesOf }).bits).toBe(0);
  });
});
