import { canonicalAws } from "./aws-principal.ts";
import { canonicalHost, machineAccountHost, shortHostName } from "./host.ts";
import { afterPrefix, foldCase, identifier, isPlaceholder, type Identifier, type Scope } from "./identifier.ts";
import { canonicalSid } from "./sid.ts";

/** Pseudo domains under which every host has the same names. */
const hostScopedDomains = new Set([
  ".",
  "workgroup",
  "nt authority",
  "nt service",
  "nt virtual machine",
  "iis apppool",
  "window manager",
  "font driver host",
  "builtin",
]);

/** Names every host or estate has, with the SID where it is fixed. Alone, without a host, they identify nobody. */
const builtIns = new Map<string, string | undefined>([
  ["system", "S-1-5-18"],
  ["local system", "S-1-5-18"],
  ["localsystem", "S-1-5-18"],
  ["local service", "S-1-5-19"],
  ["network service", "S-1-5-20"],
  ["anonymous logon", "S-1-5-7"],
  ["administrator", undefined],
  ["admin", undefined],
  ["root", undefined],
  ["guest", undefined],
  ["network", undefined],
  ["authenticated user", undefined],
  ["defaultaccount", undefined],
  ["wdagutilityaccount", undefined],
]);

const local = (host: string, name: string): Identifier =>
  identifier("account", `account:local:${host}\\${name}`, "strong", ["host-scoped"]);

function hostScoped(name: string, scope: Scope): Identifier | undefined {
  if (scope.host === undefined) return undefined;
  const sid = builtIns.get(name);
  return sid === undefined ? local(scope.host, name) : canonicalSid(sid, scope);
}

function domainAccount(domainText: string, nameText: string, scope: Scope): Identifier | undefined {
  const domain = foldCase(domainText);
  const name = foldCase(nameText);
  if (isPlaceholder(name) || name.includes("\\")) return undefined;
  if (isPlaceholder(domain)) return bareName(name, scope);
  const host = scope.host?.replace(/^host:[a-z0-9]+:/, "");
  const isOwnHost = host !== undefined && (domain === foldCase(host) || domain === shortHostName(host));
  if (isOwnHost || hostScopedDomains.has(domain)) return hostScoped(name, scope);
  if (name.endsWith("$") && scope.accountClass !== "service") return machineAccountHost(domain, name.slice(0, -1));
  if (domain.includes(".")) return identifier("account", `account:nt:${domain}\\${name}`, "strong");
  const mapped = scope.netbiosDomains?.get(domain.replace(/^~/, ""));
  if (mapped !== undefined) return identifier("account", `account:nt:${foldCase(mapped)}\\${name}`, "strong");
  return identifier("account", `account:nt:${domain.startsWith("~") ? "" : "~"}${domain}\\${name}`, "medium");
}

function bareName(name: string, scope: Scope): Identifier | undefined {
  if (builtIns.has(name) || /^(?:dwm|umfd)-\d+$/.test(name)) return hostScoped(name, scope);
  if (name.endsWith("$") && scope.accountClass !== "service") return machineAccountHost(undefined, name.slice(0, -1));
  return identifier("account", `account:sam:${name}`, "weak");
}

/** The home address of a guest: `bob_fabrikam.com#ext#@tenant` is bob@fabrikam.com somewhere else. */
function guestHome(local: string): Identifier[] {
  const home = /^(.+)_([^_]+)#ext#$/.exec(local);
  return home?.[1] === undefined || home[2] === undefined
    ? []
    : [identifier("account", `account:upn:${home[1]}@${home[2]}`, "weak", ["guest-home"])];
}

/** `account:upn:…`; a UPN is not assumed to be a mail address. */
export function canonicalUpn(text: string): Identifier | undefined {
  const folded = foldCase(afterPrefix(text, "account:upn:") ?? text);
  const at = folded.lastIndexOf("@");
  if (at <= 0 || at === folded.length - 1 || /[\s\\]/.test(folded)) return undefined;
  const name = folded.slice(0, at);
  return identifier("account", `account:upn:${folded}`, "strong", [], guestHome(name));
}

/** `mail:…`, with the address without its +tag as a weak alias. Accepts the directory's `SMTP:` prefix. */
export function canonicalMail(text: string): Identifier | undefined {
  const folded = foldCase(text).replace(/^(?:mail:|smtp:)+/, "");
  if (!/^[^\s@\\]+@[^\s@\\]+$/.test(folded)) return undefined;
  const tagless = folded.replace(/\+[^@]*@/, "@");
  const alias = tagless === folded || tagless.startsWith("@") ? [] : [identifier("account", `mail:${tagless}`, "weak")];
  return identifier("account", `mail:${folded}`, "medium", [], alias);
}

/**
 * A login object, whatever form the source gives it in: SID, `DOMAIN\name`, UPN, cloud principal or bare name. `NAME$` is a host unless the
 * directory says it is a service account. Built-in names are dropped without a host.
 */
export function canonicalAccount(text: string, scope: Scope = {}): Identifier | undefined {
  if (text.startsWith("host:nb15:")) return canonicalHost(text);
  const own = afterPrefix(text, "account:local:");
  if (own !== undefined) {
    const cut = own.indexOf("\\");
    return cut <= 0 || foldCase(own.slice(cut + 1)) === "" ? undefined : local(own.slice(0, cut), foldCase(own.slice(cut + 1)));
  }
  const bare = afterPrefix(text, "account:sam:");
  const entra = /^account:entra:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  if (entra !== null) return identifier("account", text, "strong");
  const body = (bare ?? text.replace(/^account:(?:nt|upn|sid|aws):/, "")).trim();
  if (isPlaceholder(body)) return undefined;
  const sid = canonicalSid(body, scope);
  if (sid !== undefined || /^s-1-\d/i.test(body)) return sid;
  const aws = canonicalAws(body);
  if (aws !== undefined) return aws;
  const cut = body.indexOf("\\");
  if (cut >= 0 && bare === undefined) return domainAccount(body.slice(0, cut), body.slice(cut + 1), scope);
  const folded = foldCase(body);
  if (folded.includes("@") && bare === undefined) {
    const upn = canonicalUpn(folded);
    if (upn !== undefined) return upn;
  }
  return /[\\]/.test(folded) || isPlaceholder(folded) ? undefined : bareName(folded, scope);
}
