import type { Block, Report } from "./report-parts.ts";

/**
 * Plain text made inert in Markdown: nothing of it becomes mark-up, a link, an image or HTML, and bare addresses are not linked. Control
 * and direction characters are shown as a dot. Line ends stay, since `block` and `cell` see to them.
 */
function inert(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "·")
    .replaceAll(/[&<>]/g, (c) => (c === "&" ? "&amp;" : c === "<" ? "&lt;" : "&gt;"))
    .replaceAll(/[\\`*_{}[\]()#+!|~$^=-]/g, "\\$&")
    .replaceAll(/:(?=\/\/)/g, "&#58;")
    .replaceAll("@", "&#64;")
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll(/^(\s*\d+)\./gm, "$1\\.");
}

/** Indented lines would be code, so their indentation goes. */
const block = (text: string): string =>
  inert(text)
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
const cell = (text: string): string =>
  inert(text)
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();

/** A fence longer than any run of backticks in it, so that nothing in it ends it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}sql\n${text.replaceAll(/\r\n?/g, "\n").trimEnd()}\n${fence}`;
}

function render(one: Block): string {
  switch (one.kind) {
    case "text":
      return block(one.text);
    case "code":
      return fenced(one.text);
    case "facts":
      return one.facts.map(([title, value]) => `- **${cell(title)}**: ${cell(value)}`).join("\n");
    case "table":
      return [one.columns, one.columns.map(() => "---"), ...one.rows]
        .map((row, i) => `| ${row.map((value) => (i === 1 ? value : cell(value))).join(" | ")} |`)
        .join("\n");
  }
}

/** One Markdown document (CommonMark with tables). */
export function toMarkdown({ title, sections }: Report): string {
  const parts = sections.map((section) => [`## ${cell(section.title)}`, ...section.blocks.map(render)].join("\n\n"));
  return `${[`# ${cell(title)}`, ...parts].join("\n\n")}\n`;
}
