import { describe, expect, test, vi } from "vitest";
import { type CommandSpec, createCommandRegistry, findConflict, keysOf } from "./registry.ts";

const spec = (id: string, keys: readonly string[] = [], scope: CommandSpec["scope"] = "triage"): CommandSpec => ({
  id,
  title: id,
  group: "g",
  keys,
  scope,
});

describe("the command registry", () => {
  test("an id cannot be defined twice", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a")]);
    expect(() => registry.define([spec("a")])).toThrow("defined twice");
  });

  test("two commands of one place cannot want the same key, in either case of the letter", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a", ["Shift+j"])]);
    expect(() => registry.define([spec("b", ["shift+J"])])).toThrow("wanted by b and a");
  });

  test("screens may use the same key, but not one that works everywhere", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a", ["j"], "triage"), spec("b", ["j"], "models")]);
    expect(() => registry.define([spec("c", ["j"], "everywhere")])).toThrow("key j");
  });

  test("a command runs only while something offers it and its condition holds", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a")]);
    const run = vi.fn();
    let allowed = false;
    expect(registry.run("a")).toBe(false);
    const withdraw = registry.bind({ a: { run, when: () => allowed } });
    expect(registry.run("a")).toBe(false);
    allowed = true;
    expect(registry.run("a")).toBe(true);
    withdraw();
    expect(registry.run("a")).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("binding an unknown command or binding twice is a mistake that shows at once", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a")]);
    expect(() => registry.bind({ b: { run: () => undefined } })).toThrow("not defined");
    registry.bind({ a: { run: () => undefined } });
    expect(() => registry.bind({ a: { run: () => undefined } })).toThrow("bound twice");
  });

  test("the list keeps its identity until something changes, and listeners hear of changes", () => {
    const registry = createCommandRegistry();
    registry.define([spec("a")]);
    const before = registry.list();
    expect(registry.list()).toBe(before);
    const heard = vi.fn();
    registry.subscribe(heard);
    registry.bind({ a: { run: () => undefined } });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(registry.list()).not.toBe(before);
  });
});

describe("remapped keys", () => {
  const next = spec("next", ["j", "ArrowDown"]);
  const undo = spec("undo", ["z"]);

  test("a remapped key takes the place of the first default and leaves its companions", () => {
    expect(keysOf(next, { next: "h" })).toEqual(["h", "ArrowDown"]);
    expect(keysOf(next, { next: "" })).toEqual(["ArrowDown"]);
    expect(keysOf(next, { next: "ArrowDown" })).toEqual(["ArrowDown"]);
  });

  test("a conflict names the other command, also when that one was remapped itself", () => {
    expect(findConflict([next, undo], undo, "j", {})?.id).toBe("next");
    expect(findConflict([next, undo], undo, "h", { next: "h" })?.id).toBe("next");
    expect(findConflict([next, undo], undo, "j", { next: "h" })).toBeUndefined();
  });

  test("a command that has something recorded tells why it does nothing while nothing is recorded, and others run", () => {
    const registry = createCommandRegistry();
    registry.define([{ ...spec("note"), records: true }, spec("look")]);
    const [note, look, tell] = [vi.fn(), vi.fn(), vi.fn()];
    registry.bind({ note: { run: note }, look: { run: look } });
    registry.refuseToRecord(tell);
    expect([registry.isRefused("note"), registry.isRefused("look")]).toEqual([true, false]);
    expect([registry.run("note"), registry.run("look")]).toEqual([true, true]);
    expect([note.mock.calls.length, look.mock.calls.length, tell.mock.calls.length]).toEqual([0, 1, 1]);
    registry.refuseToRecord(undefined);
    registry.run("note");
    expect([note.mock.calls.length, tell.mock.calls.length]).toEqual([1, 1]);
  });
});
