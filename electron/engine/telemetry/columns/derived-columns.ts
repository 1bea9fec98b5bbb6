import { registrableDomain } from "../registrable-domain.ts";
import type { ClassTable } from "./class-table.ts";

/** Names kept with their domain; the same few are asked for most of the time. */
const remembered = 20_000;

/** Puts into the current row what no record says but queries need, whatever source the row is from. */
export type DeriveRow = () => void;

/** SQL cannot tell `co.uk` from `example.com`: the registered domain of a query is looked up once, on import. */
function deriveDomain(table: ClassTable): DeriveRow {
  const hostname = table.text("query_hostname");
  const domain = table.text("query_registered_domain");
  const known = new Map<string, string | undefined>();
  return () => {
    const name = hostname.currentText();
    if (name === undefined) return;
    if (!known.has(name)) {
      if (known.size >= remembered) known.clear();
      known.set(name, registrableDomain(name)?.toLowerCase());
    }
    domain.put(known.get(name));
  };
}

export const derivedColumns = (table: ClassTable): DeriveRow | undefined =>
  table.name === "dns_activity" ? deriveDomain(table) : undefined;
