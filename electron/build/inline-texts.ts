import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const call = /\bloadText\(\s*import\.meta\.url,\s*"([^"]+)",?\s*\)/g;

/** Replaces `loadText(import.meta.url, "x.sql")` by the text itself, so that a bundle needs no files beside it. */
export function inlineTexts(): Plugin {
  return {
    name: "quarry-inline-texts",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".ts") || id.endsWith("engine/runtime.ts") || !code.includes("loadText(")) return undefined;
      const inlined = code.replace(call, (_, name: string) => {
        const file = join(dirname(id), name);
        this.addWatchFile(file);
        return JSON.stringify(readFileSync(file, "utf8"));
      });
      if (/\bloadText\(\s*import/.test(inlined)) throw new Error(`${id}: write loadText(import.meta.url, "name") in exactly that form`);
      return { code: inlined, map: null };
    },
  };
}
