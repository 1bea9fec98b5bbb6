import type { Column } from "../../../../shared/domain/ocsf.ts";
import type { Node } from "./class-shape.ts";

const octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const v4 = `${octet}(\\.${octet}){3}`;
const group = "[0-9a-fA-F]{1,4}";
const groups = `(${group}(:${group}){0,6})?`;
const v6 = `(${group}(:${group}){7}|${groups}::${groups}|(${group}:|:){2,6}${v4})(%[^;]+)?`;
const address = `(${v4}|${v6})`;
const mac = "([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}";
const mail = "[a-zA-Z0-9!#$%&''*+,./=?^_`{|}~-]+@[a-zA-Z0-9-]+\\.[a-zA-Z0-9.-]+";

const texts: Readonly<Record<string, { readonly pattern: string; readonly reason: string }>> = {
  ip_t: { pattern: address, reason: "no IP address" },
  mac_t: { pattern: mac, reason: "no MAC address" },
  email_t: { pattern: mail, reason: "no e-mail address" },
};

export interface WrongValue {
  readonly reason: string;
  /** SQL, true of a value that OCSF does not allow. */
  readonly sql: string;
}

/** What OCSF does not allow in a column that is not NULL; undefined where the column's own type says it all. */
export function wrongValue({ kind, isJoined }: Node, column: Column): WrongValue | undefined {
  const { name, source } = column;
  if (source?.kind === "hex") return { reason: "no number", sql: `NOT regexp_matches(${name}, '^(0x[0-9a-fA-F]+|[0-9]+)$')` };
  if (kind.values !== undefined) {
    const inside = kind.values.map(([from, to]) => (from === to ? `${name} = ${from}` : `${name} BETWEEN ${from} AND ${to}`));
    return { reason: "no value of its enumeration", sql: `NOT (${inside.join(" OR ")})` };
  }
  if (kind.type === "port_t") return { reason: "no port", sql: `NOT ${name} BETWEEN 0 AND 65535` };
  const text = texts[kind.type];
  if (text === undefined || column.type !== "string") return undefined;
  const { pattern } = text;
  const whole = isJoined && source?.kind !== "first" ? `^${pattern}(;${pattern})*$` : `^${pattern}$`;
  return { reason: text.reason, sql: `NOT regexp_matches(${name}, '${whole}')` };
}
