import { baseName, displayText, shortHost } from "../context/words.ts";

/** What kind of thing a canonical key names: the part before its first colon. */
export const kindOf = (entity: string): string => entity.slice(0, Math.max(0, entity.indexOf(":")));

/** A canonical key as people would say it: `host:fqdn:ws-1.corp.example` is `ws-1`, `account:nt:~corp\ana` is `corp\ana`. */
export function labelOf(entity: string): string {
  const kind = kindOf(entity);
  const rest = entity.slice(kind.length + 1);
  if (kind === "host") return displayText(shortHost(afterForm(rest)), 60);
  if (kind === "account") return displayText(afterForm(rest).replace(/^~/, ""), 60);
  if (kind === "person") return displayText(rest.replace(/^account:/, "").replace(":", " "), 60);
  if (kind === "file" || kind === "path") return displayText(baseName(rest), 60);
  return displayText(rest === "" ? entity : rest, 60);
}

const afterForm = (key: string): string => key.slice(key.indexOf(":") + 1);

/** The host a `host:` key names, in full. */
export const hostNameOf = (entity: string): string | undefined => (kindOf(entity) === "host" ? afterForm(entity.slice(5)) : undefined);

const systemPath = /^[a-z]:\\(?:windows\\(?:system32|syswow64|winsxs|microsoft\.net)\\|program files(?: \(x86\))?\\)|^\/(?:usr\/)?s?bin\//;

/**
 * What an anomaly may share with one on another host: its entities, a program's path in place of the copy on one host. A process is one
 * instance and shared by nothing; a program where the system keeps its own says nothing.
 */
export function shareable(entity: string): string | undefined {
  const kind = kindOf(entity);
  if (kind === "proc") return undefined;
  if (kind !== "file") return entity;
  const path = entity.slice(entity.indexOf("|") + 1);
  return entity.includes("|") && !systemPath.test(path) ? `path:${path}` : undefined;
}
