import { plainName } from "./columns.ts";
import type { TableRow } from "./table.ts";

/** Columns that may hold secrets are never stored; times of a password's change are harmless. */
export function isSecretColumn(column: string): boolean {
  const name = plainName(column);
  if (/(?:last(?:set|change[ds]?)|expire[sd]?|expiry|expiration|age|policy|neverexpires|required|changed(?:on|at)?)$/.test(name))
    return false;
  return /passw|passphrase|passcode|pwd|secret|credential|privatekey|apikey|accesskey|token|nthash|lmhash|ntlm|kerberoskey|supplementalcred/.test(
    name,
  );
}

/** What secrets look like whatever the column is called. Formats: RFC 2307, crypt(3), PHC strings, JWT, PEM, vendors' token prefixes. */
const secretValues: readonly (readonly [string, RegExp])[] = [
  ["an LDAP password hash", /\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT|PBKDF2[\w-]*|ARGON2\w*)\}\S/i],
  ["a password hash", /(?:^|[\s:"'=])\$(?:2[abxy]?|1|5|6|7|y|gy|argon2\w*|scrypt|pbkdf2[\w-]*|apr1|P|H|krb5\w*|DCC2)\$\S{6}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["NTLM hashes", /\b[\da-f]{32}:[\da-f]{32}\b|aad3b435b51404eeaad3b435b51404ee|31d6cfe0d16ae931b73c59d7e0c089c0/i],
  ["a token", /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|\b(?:gh[pousr]_\w{30,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|glpat-[\w-]{20,})/],
  ["a written password", /\b(?:password|passwd|pwd|passwort|kennwort|mot de passe)\s*(?:[:=]|is\s)\s*\S/i],
];

const hexHash = /^[\da-f]{32}$|^[\da-f]{40}$|^[\da-f]{64}$/i;
/** Columns in which a bare run of hexadecimal digits is an identifier. */
const isIdName = (column: string): boolean =>
  /id$|guid|uuid|uid|sys|serial|key$|digest|thumb|by$|to$|group$|manager$|fingerprint/i.test(plainName(column));

/** Why a value is not kept, or undefined. */
export const secretIn = (value: string): string | undefined => secretValues.find(([, pattern]) => pattern.test(value))?.[0];

/** Which columns are not kept at all, and why: by their name, or because most of what they hold looks like secrets. */
export function secretColumns(
  columns: readonly string[],
  rows: readonly TableRow[],
  known: ReadonlyMap<string, string>,
): Map<string, string> {
  const dropped = new Map<string, string>();
  for (const column of columns) {
    if (isSecretColumn(column)) {
      dropped.set(column, "its name says that it holds secrets");
      continue;
    }
    const found = mostlySecret(column, rows, known.has(column) || isIdName(column));
    if (found !== undefined) dropped.set(column, `its values look like ${found}`);
  }
  return dropped;
}

function mostlySecret(column: string, rows: readonly TableRow[], mayHoldHex: boolean): string | undefined {
  const kinds = new Map<string, number>();
  let filled = 0;
  for (const row of rows) {
    const value = row.cells.get(column)?.trim() ?? "";
    if (value === "") continue;
    filled += 1;
    const kind = secretIn(value) ?? (!mayHoldHex && hexHash.test(value) ? "hashes" : undefined);
    if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const most = [...kinds].toSorted((a, b) => b[1] - a[1])[0];
  const total = [...kinds.values()].reduce((sum, n) => sum + n, 0);
  return most !== undefined && total * 2 > filled ? most[0] : undefined;
}
