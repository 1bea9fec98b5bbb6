import { afterPrefix, foldCase, identifier, isPlaceholder, type Identifier, type Scope } from "./identifier.ts";

const reservedLogons = new Set(["3e4", "3e5", "3e6", "3e7"]);

/** `proc:HOST|UID`, or `proc:HOST|PID|START` (milliseconds) from `pid=… start=…`. A process id alone is never a key. */
export function canonicalProcess(text: string, scope: Scope = {}): Identifier | undefined {
  const keyed = afterPrefix(text, "proc:");
  const bar = keyed?.indexOf("|") ?? -1;
  const host = keyed !== undefined && bar > 0 ? keyed.slice(0, bar) : scope.host;
  if (host === undefined || host === "") return undefined;
  const body = foldCase((keyed !== undefined && bar > 0 ? keyed.slice(bar + 1) : text).replaceAll(/[{}]/g, ""));
  const started = /^pid=(\d{1,10})\s+start=(\S+)$/.exec(body);
  if (started !== null) {
    const start = Date.parse((started[2] ?? "").toUpperCase());
    return Number.isNaN(start) ? undefined : identifier("process", `proc:${host}|${Number(started[1])}|${start}`, "strong");
  }
  const isPidAndStart = /^\d{1,10}\|-?\d{1,16}$/.test(body);
  if (isPlaceholder(body) || (!isPidAndStart && /[\s|]/.test(body)) || /^\d+$/.test(body)) return undefined;
  return identifier("process", `proc:${host}|${body}`, "strong");
}

/** `logon:HOST|BOOT|ID`: a logon id is unique on one host until it boots again. Reserved ids of the system's own sessions are dropped. */
export function canonicalLogon(text: string, scope: Scope = {}): Identifier | undefined {
  const keyed = afterPrefix(text, "logon:")?.split("|");
  const host = keyed?.[0] ?? scope.host;
  const boot = keyed?.[1] ?? scope.boot;
  const id = foldCase(keyed?.[2] ?? text)
    .replace(/^0x/, "")
    .replace(/^0+(?=.)/, "");
  if (host === undefined || boot === undefined || !/^[0-9a-f]{1,16}$/.test(id) || id === "0" || reservedLogons.has(id)) return undefined;
  return identifier("session", `logon:${host}|${boot}|${id}`, "strong", ["host-scoped"]);
}

const placeholderSerial =
  /^(?:to be filled by o\.?e\.?m\.?|default string|system serial number|not specified|invalid|x{3,}|0+|123456789|serial:?|none)$/;

/** `serial:…` of a machine; the texts vendors leave in when nobody set one are dropped. */
export function canonicalSerial(text: string): Identifier | undefined {
  const folded = foldCase(afterPrefix(text, "serial:") ?? text);
  return isPlaceholder(folded) || placeholderSerial.test(folded) || folded.startsWith("serial:")
    ? undefined
    : identifier("hardware", `serial:${folded}`, "strong");
}
