import { expect, it } from "vitest";
import { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { settingWords } from "./setting-words.ts";

it("says what a package sets otherwise than it comes, and only that, without brackets or braces", () => {
  expect(settingWords(DriftSettings.parse({}))).toEqual([]);
  const set = { keyFeatures: ["interval", "bytes"], minimum: { window: 50, blocks: 5 }, persistence: { clearBelow: 0.5 }, importance: 0.4 };
  expect(settingWords(DriftSettings.parse(set))).toEqual([
    "key features: interval, bytes",
    "least: window 50, blocks 5",
    "persistence: clear below 0.5",
    "importance: 0.4",
  ]);
});
