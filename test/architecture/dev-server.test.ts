import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import config from "../../renderer/vite.config.ts";
import { readSources } from "../unit-support/source-files.ts";

const Manifest = z.object({ scripts: z.record(z.string(), z.string()), dependencies: z.record(z.string(), z.string()) });
const manifest = Manifest.parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")));
const code = readSources(["shared", "electron", "renderer"], /\.(ts|tsx|mjs)$/).filter(({ path }) => !/\.test\.tsx?$/.test(path));

/** Vite's own server checks less than ours: it is for whoever writes the page, and never what serves it. */
describe("the server for development", () => {
  it("listens to this machine alone, answers no other site's page, and knows no other name", () => {
    expect(config.server).toMatchObject({ host: "127.0.0.1", cors: false });
    expect(config.server).not.toHaveProperty("allowedHosts");
    expect(config.preview).toBeUndefined();
  });

  it("is started by no script and no code of ours, and is not among what is shipped", () => {
    expect(Object.keys(manifest.scripts).filter((name) => /\bvite\b/.test(manifest.scripts[name] ?? ""))).toEqual([]);
    const users = code.filter(({ text }) => /^import \{.*from "vite"|import\("vite"\)|\/@vite\/|vite\/bin/m.test(text));
    expect(users.map(({ path }) => path).toSorted()).toEqual([
      "electron/build/build.ts",
      "electron/build/bundles.ts",
      "renderer/vite.config.ts",
    ]);
    for (const { path, text } of users) expect([path, /createServer|\bpreview\(/.test(text)]).toEqual([path, false]);
    expect(Object.keys(manifest.dependencies).filter((name) => name.includes("vite"))).toEqual([]);
  });
});
