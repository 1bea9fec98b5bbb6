import { afterPrefix, identifier, type Identifier, type Scope } from "./identifier.ts";

const sidText = /^s-1-(\d{1,15})((?:-\d{1,10}){0,15})(?:@(.+))?$/is;

/** Little-endian bytes of four 32-bit numbers, laid out as a GUID: how Entra ID makes a SID from an object id. */
function objectId(parts: readonly number[]): string {
  const bytes = parts.flatMap((part) => [part & 255, (part >>> 8) & 255, (part >>> 16) & 255, (part >>> 24) & 255]);
  const hex = (indexes: readonly number[]): string => indexes.map((i) => (bytes[i] ?? 0).toString(16).padStart(2, "0")).join("");
  return [hex([3, 2, 1, 0]), hex([5, 4]), hex([7, 6]), hex([8, 9]), hex([10, 11, 12, 13, 14, 15])].join("-");
}

/** Domain and cloud SIDs are unique; all others mean the same on every host and need one to mean anything. */
const isGlobal = (authority: string, subs: readonly string[]): boolean => authority === "5" && subs[0] === "21" && subs.length >= 5;

/** `account:sid:S-1-…`, with `@HOST` for SIDs that every host has, or `account:entra:GUID`. */
export function canonicalSid(text: string, scope: Scope = {}): Identifier | undefined {
  const match = sidText.exec((afterPrefix(text, "account:sid:") ?? text).trim());
  if (match?.[1] === undefined) return undefined;
  const authority = BigInt(match[1]).toString();
  const subs = (match[2] ?? "")
    .split("-")
    .filter((part) => part !== "")
    .map((part) => BigInt(part).toString());
  const sid = ["S-1", authority, ...subs].join("-");
  if (authority === "12" && subs[0] === "1" && subs.length === 5 && subs.every((part) => Number(part) <= 0xffffffff))
    return identifier("account", `account:entra:${objectId(subs.slice(1).map(Number))}`, "strong");
  if (isGlobal(authority, subs)) {
    const rid = Number(subs.at(-1));
    return identifier(
      "account",
      `account:sid:${sid}`,
      "strong",
      rid === 500 ? ["builtin-admin"] : rid === 501 || rid === 502 ? ["shared"] : [],
    );
  }
  const host = match[3]?.trim() ?? scope.host;
  return host === undefined || host === "" ? undefined : identifier("account", `account:sid:${sid}@${host}`, "strong", ["host-scoped"]);
}
