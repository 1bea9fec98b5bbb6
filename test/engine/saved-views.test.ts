import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { mostViews } from "../../shared/contract/views.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-views-"));
let engine: Engine;
let client: Client;

beforeAll(async () => {
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const listed = async (analyst: string) =>
  (await client.call("views.list", { analyst })).map(({ name, filter, isDefault }) => [name, filter.text, isDefault]);
const save = (name: string, text: string, analyst = "ana") => client.call("views.save", { name, filter: { text }, analyst });

describe("saved views", () => {
  it("belong to all, the default to each; every change is taken back by itself", async () => {
    await save("night", "certutil");
    await save("beacons", "every 60 s", "ben");
    const changed = await save(" night ", "rundll32");
    await client.call("views.setDefault", { name: "night", analyst: "ana" });
    expect(await listed("ana")).toEqual([
      ["beacons", "every 60 s", false],
      ["night", "rundll32", true],
    ]);
    expect((await listed("ben")).map(([, , isDefault]) => isDefault)).toEqual([false, false]);
    await client.call("decisions.undo", { decision: changed.decision, analyst: "ben" });
    expect(await listed("ana")).toContainEqual(["night", "certutil", true]);
    const { what, place } = await client.call("decisions.undo", { analyst: "ana" });
    expect([what, place]).toEqual(["default view “night”", { screen: "queue" }]);
    expect(await listed("ana")).toContainEqual(["night", "certutil", false]);
  });

  it("when removed is nobody's default, and one again when it is brought back", async () => {
    await client.call("views.setDefault", { name: "beacons", analyst: "ben" });
    await client.call("views.remove", { name: "beacons", analyst: "ana" });
    expect(await listed("ben")).toEqual([["night", "certutil", false]]);
    await expect(client.call("views.setDefault", { name: "beacons", analyst: "ana" })).rejects.toMatchObject({ code: "not-found" });
    await client.call("decisions.undo", { analyst: "ana" });
    expect(await listed("ben")).toContainEqual(["beacons", "every 60 s", true]);
    await client.call("views.setDefault", { name: null, analyst: "ben" });
    expect((await listed("ben")).every(([, , isDefault]) => isDefault === false)).toBe(true);
  });

  it("are told of in the decision log, and are not without bound", async () => {
    const { decisions } = await client.call("audit.page", { kind: "view.set" });
    expect(decisions.map(({ words }) => words)).toContain("Removal of the view “beacons”");
    const { length } = await client.call("views.list", {});
    for (let i = length; i < mostViews; i += 1) await save(`v${i}`, "");
    await expect(save("one more", "")).rejects.toMatchObject({ code: "conflict" });
    await save("night", "still changed");
    await expect(save("", "no name")).rejects.toMatchObject({ code: "bad-input" });
  });
});
