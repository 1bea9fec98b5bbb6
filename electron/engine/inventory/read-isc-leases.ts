import { columnsOf, excerptOf, type Table, type TableRow } from "./table.ts";

/** `4 2026/03/01 06:00:00` is UTC unless it says otherwise; `epoch 1772344848` is what `db-time-format local` writes. */
function timeText(value: string): string {
  const epoch = /^epoch\s+(\d+)/.exec(value)?.[1];
  if (epoch !== undefined) return epoch;
  const [, date = "", time = ""] = /^\d\s+(\d{4}\/\d\d\/\d\d)\s+(\d\d:\d\d:\d\d)/.exec(value) ?? [];
  return date === "" ? value : `${date.replaceAll("/", "-")}T${time}Z`;
}

const columnNames: Readonly<Record<string, string>> = {
  starts: "starts",
  ends: "ends",
  cltt: "cltt",
  "binding state": "binding state",
  "hardware ethernet": "hardware ethernet",
  "client-hostname": "client-hostname",
  uid: "uid",
};

function cellsOf(ip: string, body: string): Map<string, string> {
  const cells = new Map([["ip-address", ip]]);
  for (const statement of body.split(/;\s*(?:#[^\n]*)?\n?/)) {
    const text = statement.trim();
    const name = Object.keys(columnNames).find((key) => text.startsWith(`${key} `));
    if (name === undefined) continue;
    const value = text.slice(name.length).trim();
    const isTime = name === "starts" || name === "ends" || name === "cltt";
    cells.set(name, isTime ? timeText(value) : value.replace(/^"(.*)"$/s, "$1"));
  }
  return cells;
}

const lineOf = (text: string): ((at: number) => number) => {
  let from = 0;
  let line = 1;
  return (at) => {
    for (let i = text.indexOf("\n", from); i >= 0 && i < at; i = text.indexOf("\n", i + 1)) {
      line += 1;
      from = i + 1;
    }
    return line;
  };
};

/** dhcpd.leases of ISC DHCP: a journal of lease declarations, of which later ones supersede earlier ones. */
export function readIscLeases(text: string): Table {
  const rows: TableRow[] = [];
  const bad: Table["bad"][number][] = [];
  const line = lineOf(text);
  for (const match of text.matchAll(/^[ \t]*lease[ \t]+(\S{1,60})[ \t]*\{([^{}]*)(\}?)/gm)) {
    const [whole, ip = "", body = "", end] = match;
    if (end === "}") rows.push({ line: line(match.index), cells: cellsOf(ip, body) });
    else bad.push({ line: line(match.index), reason: "the lease is not closed", excerpt: excerptOf(whole) });
  }
  return { shape: "isc-leases", columns: columnsOf(rows), rows, bad, notes: [] };
}
