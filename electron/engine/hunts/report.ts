import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { sha256 } from "../hash.ts";
import { toHtml } from "./report-html.ts";
import { toMarkdown } from "./report-markdown.ts";
import { toReport } from "./report-parts.ts";

const forms = {
  markdown: { render: toMarkdown, ending: "md", mediaType: "text/markdown; charset=utf-8" },
  html: { render: toHtml, ending: "html", mediaType: "text/html; charset=utf-8" },
} as const;

/** The report of a hunt, from its record and its evidence alone: the same hunt gives the same bytes, whenever it is written. */
export function reportOf(
  hunt: HuntDetail,
  format: keyof typeof forms,
): { readonly fileName: string; readonly mediaType: string; readonly text: string; readonly sha256: string } {
  const { render, ending, mediaType } = forms[format];
  const text = render(toReport(hunt));
  return { fileName: `hunt-${hunt.id}.${ending}`, mediaType, text, sha256: sha256(text) };
}
