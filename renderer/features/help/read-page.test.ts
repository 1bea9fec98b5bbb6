import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { appCommands } from "../../app/define-commands.ts";
import { sqlCommands } from "../data/sql/commands.ts";
import { huntCommands } from "../hunts/commands.ts";
import { insightCommands } from "../insights/commands.ts";
import { lineageCommands } from "../lineage/commands.ts";
import { triageCommands } from "../triage/commands.ts";
import { type Block, type Inline, readPage } from "./read-page.ts";

const names = ["triage", "hunts", "models", "data", "insights", "lineage", "settings"] as const;
const own = {
  triage: triageCommands,
  hunts: huntCommands,
  data: sqlCommands,
  insights: insightCommands,
  lineage: lineageCommands,
  models: [],
  settings: [],
};

const read = (name: string): Block[] => readPage(readFileSync(new URL(`./pages/${name}.md`, import.meta.url), "utf8"));
const partsOf = (block: Block): readonly Inline[] => (block.kind === "list" ? block.items.flat() : block.parts);

describe("a help page", () => {
  it("is read into headings, paragraphs and lists, with code, strong words and links to other pages", () => {
    const text = "# One\n\nPress `j` or\n**wait**.\n\n- first, see\n  [hunts](hunts.md)\n- second\n";
    expect(readPage(text)).toEqual([
      { kind: "heading", level: 1, parts: [{ kind: "text", text: "One" }] },
      {
        kind: "paragraph",
        parts: [
          { kind: "text", text: "Press " },
          { kind: "code", text: "j" },
          { kind: "text", text: " or " },
          { kind: "strong", text: "wait" },
          { kind: "text", text: "." },
        ],
      },
      {
        kind: "list",
        items: [
          [
            { kind: "text", text: "first, see " },
            { kind: "link", text: "hunts", page: "hunts" },
          ],
          [{ kind: "text", text: "second" }],
        ],
      },
    ]);
  });

  it("leads nowhere else and holds no markup: what is not of these is text", () => {
    const text = "<img src=x onerror=alert(1)> [out](https://example.org) [up](../secret.md)";
    expect(readPage(text)).toEqual([{ kind: "paragraph", parts: [{ kind: "text", text }] }]);
  });

  it.each(names)("of %s is written in no more than that, and links to pages that there are", (name) => {
    const blocks = read(name);
    const parts = blocks.flatMap(partsOf);
    expect(blocks.filter((block) => block.kind === "heading" && block.level === 1)).toHaveLength(1);
    expect(blocks.length).toBeGreaterThan(6);
    expect(parts.filter(({ kind, text }) => kind === "text" && /[`[\]|<>]|\*\*|^#/.test(text))).toEqual([]);
    expect(parts.filter(({ kind, page = "" }) => kind === "link" && !names.some((known) => known === page))).toEqual([]);
  });

  it.each(names)("of %s names keys that act there", (name) => {
    const keys = [...appCommands, ...own[name]].flatMap((command) => command.keys);
    const codes = read(name)
      .flatMap(partsOf)
      .filter(({ kind, text }) => kind === "code" && !/[a-z]{2}.*[ /]|\.md$/.test(text));
    expect(
      codes.map(({ text }) => text).filter((text) => !keys.includes(text.replace("Ctrl+Shift+", "$mod+Shift+").replace("Ctrl+", "$mod+"))),
    ).toEqual([]);
  });
});
