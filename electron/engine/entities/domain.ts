import { isAddress } from "./address.ts";
import { dnsName } from "./host.ts";
import { afterPrefix, identifier, isPlaceholder, type Identifier } from "./identifier.ts";

/** `domain:…`, lower case, A-labels, no trailing dot. */
export function canonicalDomain(text: string): Identifier | undefined {
  const body = (afterPrefix(text, "domain:") ?? text).trim();
  if (isPlaceholder(body) || isAddress(body)) return undefined;
  const name = dnsName(body);
  if (name === undefined || isPlaceholder(name) || isAddress(name)) return undefined;
  return identifier("domain", `domain:${name}`, "strong");
}

const webSchemes = new Set(["http:", "https:", "ftp:", "ws:", "wss:"]);

/** `url:…` as a browser would write it, without fragment, credentials or default port; the query stays. */
export function canonicalUrl(text: string): Identifier | undefined {
  const body = afterPrefix(text, "url:") ?? text;
  if (!URL.canParse(body)) return undefined;
  const url = new URL(body);
  if (!webSchemes.has(url.protocol) || url.hostname === "") return undefined;
  const flags = url.username !== "" || url.password !== "" ? ["had-credentials"] : [];
  url.username = "";
  url.password = "";
  url.hash = "";
  return identifier("url", `url:${url.href}`, "strong", flags);
}
