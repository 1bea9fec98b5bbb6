/** What a run of text in a help page is. A link leads to another page, by its name. */
export interface Inline {
  readonly kind: "text" | "code" | "strong" | "link";
  readonly text: string;
  readonly page?: string;
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2; readonly parts: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly parts: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] };

const inline = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([a-z]+)\.md\)/g;

function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    const [whole, code, strong, link, page = ""] = match;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (strong !== undefined) parts.push({ kind: "strong", text: strong });
    else parts.push({ kind: "link", text: link ?? "", page });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** Joins the lines that a sentence was broken into. */
const joined = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(" ");

function readItems(lines: readonly string[]): Inline[][] {
  const items: string[][] = [];
  for (const line of lines) {
    if (line.startsWith("- ")) items.push([line.slice(2)]);
    else items.at(-1)?.push(line);
  }
  return items.map((item) => readInline(joined(item)));
}

/**
 * The part of Markdown that help pages are written in: headings of two levels, paragraphs, lists, and in them code, strong words and links to other
 * pages. All else stays the text that it is.
 */
export function readPage(markdown: string): Block[] {
  const chunks = markdown
    .split(/\n{2,}/)
    .map((chunk) => chunk.split("\n").filter((line) => line.trim() !== ""))
    .filter((lines) => lines.length > 0);
  return chunks.map((lines): Block => {
    const [first = ""] = lines;
    const heading = /^(##?) (.+)$/.exec(first);
    if (heading !== null && lines.length === 1)
      return { kind: "heading", level: heading[1] === "#" ? 1 : 2, parts: readInline(heading[2] ?? "") };
    if (first.startsWith("- ")) return { kind: "list", items: readItems(lines) };
    return { kind: "paragraph", parts: readInline(joined(lines)) };
  });
}
