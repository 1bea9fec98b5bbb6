import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-hostile-copy-"));
const at = (name: string): string => join(dir, name);
let engine: Engine;
let client: Client;

beforeAll(async () => {
  surface(at("ours"), 1, estate);
  cpSync(at("ours"), at("kept"), { recursive: true });
  const seeded = await createEngine({ workspaceDir: at("kept") });
  const seeding = createInProcessClient(seeded, { trust: "local", host: "test" });
  await seeding.call("triage.judge", { anomalyIds: [idIn(1, "beacon-1")], verdict: "benign", analyst: "ada" });
  await seeded.close();
  rmSync(at("ours"), { recursive: true });
  cpSync(at("kept"), at("ours"), { recursive: true });
  engine = await createEngine({ workspaceDir: at("ours") });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A copy in whose log stands a decision of somebody who does not write with this program: its chain is whole, what it says is not. */
function copyWith(name: string, kind: string, body: unknown): string {
  cpSync(at("kept"), at(name), { recursive: true });
  const copy = openWorkspace(at(name));
  copy.log.append({ actor: "mallory", kind, body });
  copy.close();
  return at(name);
}

/** Each reads decisions of its own kinds out of the log. */
const listings = [
  "views.list",
  "hunts.list",
  "hunts.candidates",
  "triage.queue",
  "decisions.history",
  "suites.list",
  "suppressions.list",
  "audit.page",
] as const;
const headOf = async (): Promise<string> => (await client.call("audit.verify", {})).head;

describe("a copy whose log holds a decision that nobody could have made here", () => {
  it.each<[string, string, unknown]>([
    ["a view that is none", "view.set", { name: 5, filter: "everything" }],
    ["a view with a filter of no kind", "view.set", { name: "mine", filter: { show: "nothing" } }],
    ["a default view that is none", "view.default", {}],
    ["a hunt without a record", "hunt.open", { hunt: "h1" }],
    ["a change to no hunt", "hunt.edit", { hunt: 1 }],
    ["a verdict that is none", "verdict.record", { anomalyIds: "all", verdict: "kind" }],
    ["a note on nothing", "note.record", {}],
    ["a suite of no cases", "suite.create", { suite: 1 }],
    ["a hold that is none", "suppression.create", {}],
    ["an identity that is none", "entity.override", []],
    ["a retirement of nothing", "inventory.retire", {}],
    ["a stage of no model", "model.stage", { to: "champion" }],
    ["a body that is a text", "view.set", "__proto__"],
  ])("is not merged, and all lists go on: %s", async (what, kind, body) => {
    const path = copyWith(what.replaceAll(" ", "-"), kind, body);
    const head = await headOf();
    for (const name of ["merge.preview", "merge.apply"] as const)
      await expect(client.call(name, { path, analyst: "ada" })).rejects.toMatchObject({
        code: "workspace-damaged",
        message: expect.stringContaining("Nothing was changed") as string,
        detail: { file: path },
      });
    expect(await headOf()).toBe(head);
    for (const name of listings) await client.call(name, {});
  });

  it("is merged where it only takes back what is not there, and changes nothing else", async () => {
    const path = copyWith("takes-back-nothing", "decision.undo", { undoes: "nothing" });
    const before = await Promise.all(listings.filter((name) => name !== "audit.page").map((name) => client.call(name, {})));
    await client.call("merge.apply", { path, analyst: "ada" });
    expect(await Promise.all(listings.filter((name) => name !== "audit.page").map((name) => client.call(name, {})))).toEqual(before);
  });
});
