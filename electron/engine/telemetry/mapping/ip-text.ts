import ipaddr from "ipaddr.js";

/** Four decimal numbers up to 255 between dots. Written by hand, since it runs twice per row. */
function isIpv4(text: string): boolean {
  let parts = 0;
  let part = -1;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 0x2e : text.charCodeAt(i);
    if (code === 0x2e) {
      if (part < 0 || part > 255) return false;
      parts += 1;
      part = -1;
    } else if (code >= 0x30 && code <= 0x39 && part !== 0) part = (part < 0 ? 0 : part * 10) + code - 0x30;
    else return false;
  }
  return parts === 4;
}

/** An address as OCSF's ip_t wants it: four decimal parts, or IPv6. */
export const isIpText = (text: string): boolean =>
  text.length <= 60 && (text.length <= 15 && !text.includes(":") ? isIpv4(text) : text.includes(":") && ipaddr.IPv6.isValid(text));
