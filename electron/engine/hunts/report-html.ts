import type { Block, Report } from "./report-parts.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Plain text made inert in HTML; control and direction characters are shown as a dot. */
const inert = (text: string): string =>
  text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "·").replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);

const style = `body{font:14px/1.45 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:78rem;margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin-top:2rem;border-bottom:1px solid #d0d7de;padding-bottom:.2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #eaeef2;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#57606a}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
p{white-space:pre-wrap;overflow-wrap:anywhere}pre{background:#f6f8fa;padding:.8rem;overflow-x:auto}`;

function render(one: Block): string {
  switch (one.kind) {
    case "text":
      return `<p>${inert(one.text)}</p>`;
    case "code":
      return `<pre><code>${inert(one.text)}</code></pre>`;
    case "facts":
      return `<dl>\n${one.facts.map(([title, value]) => `<dt>${inert(title)}</dt><dd>${inert(value)}</dd>`).join("\n")}\n</dl>`;
    case "table": {
      const head = one.columns.map((column) => `<th scope="col">${inert(column)}</th>`).join("");
      const rows = one.rows.map((row) => `<tr>${row.map((value) => `<td>${inert(value)}</td>`).join("")}</tr>`);
      return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`;
    }
  }
}

/** One HTML document of its own: no script, no link, nothing fetched; its policy refuses all of them besides. */
export function toHtml({ title, sections }: Report): string {
  const body = sections.map(
    (section) => `<section>\n<h2>${inert(section.title)}</h2>\n${section.blocks.map(render).join("\n")}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${inert(title)}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${inert(title)}</h1>
${body.join("\n")}
</body>
</html>
`;
}
