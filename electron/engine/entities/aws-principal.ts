import { identifier, type Identifier } from "./identifier.ts";

const uniqueId = /^(?:uid:|key:)?((AIDA|AROA|ASIA|AKIA|A3T[A-Z0-9])[A-Z0-9]{12,124})(?::(.{1,200}))?$/s;
const assumedRole = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)(?:\/(.+))?$/s;
const anyArn = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:.+$/s;

const sessionAlias = (role: string, session: string): Identifier =>
  /^i-[0-9a-f]{8,17}$/.test(session)
    ? identifier("host", `aws:instance:${session}`, "strong", ["instance-profile"])
    : identifier("session", `aws:session:${role}/${session}`, "weak", ["caller-chosen"]);

/**
 * `account:aws:uid:…` for the unique ids (AIDA, AROA), `account:aws:key:…` for access keys, `account:aws:arn:…` (an ARN can be made again after
 * deletion) and `account:aws:role:ACCOUNT/NAME` for an assumed-role ARN, which leaves the role's path out. IAM names keep their case.
 */
export function canonicalAws(text: string): Identifier | undefined {
  const trimmed = text.trim();
  const role = /^role:(\d{12})\/([^/]+)$/s.exec(trimmed);
  if (role !== null) return identifier("account", `account:aws:${trimmed}`, "medium", ["role"]);
  const assumed = assumedRole.exec(trimmed);
  if (assumed?.[2] !== undefined && assumed[3] !== undefined) {
    const role = `${assumed[2]}/${assumed[3]}`;
    const aliases = assumed[4] === undefined ? [] : [sessionAlias(role, assumed[4])];
    return identifier("account", `account:aws:role:${role}`, "medium", ["role"], aliases);
  }
  if (anyArn.test(trimmed)) return identifier("account", `account:aws:${trimmed}`, "medium");
  const unique = uniqueId.exec(trimmed);
  if (unique?.[1] === undefined || unique[2] === undefined) return undefined;
  const isKey = unique[2] === "ASIA" || unique[2] === "AKIA";
  const flags = unique[2] === "ASIA" ? ["temporary-key"] : unique[2] === "AKIA" ? ["long-lived-key"] : unique[2] === "AROA" ? ["role"] : [];
  const aliases = unique[3] === undefined ? [] : [sessionAlias(unique[1], unique[3])];
  return identifier("account", `account:aws:${isKey ? "key" : "uid"}:${unique[1]}`, "strong", flags, aliases);
}
