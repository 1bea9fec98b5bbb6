import { columnsOf, type Table, type TableRow } from "./table.ts";

const joined = new Set(["objectclass", "memberof", "proxyaddresses", "serviceprincipalname"]);

/** One LDIF attribute line: `name: text` or `name:: base64` (RFC 2849). */
function attributeOf(line: string): readonly [string, string] | undefined {
  const match = /^([A-Za-z][\w.-]*)(?:;[\w;-]+)?(::?)\s*(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, name = "", colons, value = ""] = match;
  return [name, colons === "::" ? Buffer.from(value, "base64").toString("utf8") : value];
}

/** An LDIF export of a directory: entries between blank lines, long lines folded, values that need it in base64. */
export function readLdif(text: string): Table {
  const rows: TableRow[] = [];
  const bad: Table["bad"][number][] = [];
  let cells = new Map<string, string>();
  let startLine = 1;
  const finish = (): void => {
    if (cells.has("dn")) rows.push({ line: startLine, cells });
    cells = new Map();
  };
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i += 1) {
    const at = i + 1;
    let line = lines[i] ?? "";
    while (lines[i + 1]?.startsWith(" ") === true) {
      i += 1;
      line += (lines[i] ?? "").slice(1);
    }
    if (line === "") finish();
    if (line === "" || line.startsWith("#") || /^version:/i.test(line)) continue;
    const attribute = attributeOf(line);
    // The text itself could be a secret, so it is not quoted.
    if (attribute === undefined) bad.push({ line: at, reason: "not an LDIF attribute", excerpt: "" });
    else {
      if (cells.size === 0) startLine = at;
      add(cells, attribute);
    }
  }
  finish();
  return { shape: "ldif", columns: columnsOf(rows), rows, bad, notes: [] };
}

function add(cells: Map<string, string>, [name, value]: readonly [string, string]): void {
  const earlier = cells.get(name);
  if (earlier === undefined) cells.set(name, value);
  else if (joined.has(name.toLowerCase())) cells.set(name, `${earlier};${value}`);
}
