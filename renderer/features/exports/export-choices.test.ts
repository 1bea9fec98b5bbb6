import { describe, expect, it } from "vitest";
import { choicesFor, describeSubject } from "./export-choices.ts";

describe("what can be exported", () => {
  it("of a hunt is that hunt and nothing beyond it, the signed archive first", () => {
    const choices = choicesFor({ kind: "hunt", id: "h1" });
    expect(choices[0]?.wanted).toEqual({ what: "hunt", hunt: "h1" });
    expect(choices.every(({ wanted }) => "hunt" in wanted && wanted.hunt === "h1")).toBe(true);
    expect(new Set(choices.map(({ key }) => key)).size).toBe(choices.length);
  });

  it("of a queue is what its filter shows", () => {
    const subject = { kind: "queue", model: "logon", hunt: undefined, show: "open", health: "any", text: "ana" } as const;
    expect(choicesFor(subject).map(({ wanted }) => wanted)).toMatchObject([
      { what: "findings", format: "ndjson", model: "logon", show: "open", text: "ana" },
      { what: "findings", format: "csv", model: "logon", show: "open", text: "ana" },
    ]);
    expect(describeSubject(subject)).toBe("What the queue shows: open cases of logon that say “ana”.");
  });
});
