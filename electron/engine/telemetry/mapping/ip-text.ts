import ipaddr from "ipaddr.js";

/** An address as OCSF's ip_t wants it: four decimal parts, or IPv6. */
export const isIpText = (text: string): boolean =>
  text.length <= 60 && (ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text)));
