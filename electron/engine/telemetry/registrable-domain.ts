import { getDomain } from "tldts";

/** The longest text that is looked up; DNS allows 253 characters in a name. */
const longestName = 255;

/** The name one level below a public suffix, private suffixes included, so that `foo.github.io` stands for itself. */
export const registrableDomain = (name: string): string | undefined =>
  name.length > longestName ? undefined : (getDomain(name, { allowPrivateDomains: true, validateHostname: false }) ?? undefined);
