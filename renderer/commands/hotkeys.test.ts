import { describe, expect, test } from "vitest";
import { appCommands, defineCommands } from "../app/define-commands.ts";
import { triageCommands } from "../features/triage/commands.ts";
import { isCharacterKey, toBindings, toHotkey } from "./hotkeys.ts";
import { createCommandRegistry } from "./registry.ts";

const pressed = (key: string, code: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  toHotkey({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe("hotkeys", () => {
  test("every key of the desk has one meaning in its place", () => {
    expect(() => defineCommands(createCommandRegistry())).not.toThrow();
    expect(appCommands.length + triageCommands.length).toBeGreaterThan(40);
  });

  test("keys that type a character are told from the others", () => {
    expect(["j", "Shift+j", "/", "?", "0"].every(isCharacterKey)).toBe(true);
    expect(["$mod+k", "Escape", "F6", "ArrowDown", "Shift+ArrowDown", "Alt+j"].some(isCharacterKey)).toBe(false);
  });

  test("digits answer by their place on the board, symbols with and without Shift", () => {
    expect(toBindings("1")).toEqual(["Digit1", "Numpad1"]);
    expect(toBindings("?")).toEqual(["?", "Shift+?"]);
    expect(toBindings("Shift+j")).toEqual(["Shift+j"]);
  });

  test("a press becomes the form in which keys are stored", () => {
    expect(pressed("J", "KeyJ", { shiftKey: true })).toBe("Shift+j");
    expect(pressed("k", "KeyK", { ctrlKey: true })).toBe("$mod+k");
    expect(pressed("&", "Digit1")).toBe("1");
    expect(pressed("?", "Slash", { shiftKey: true })).toBe("?");
    expect(pressed("Shift", "ShiftLeft", { shiftKey: true })).toBeUndefined();
  });
});
