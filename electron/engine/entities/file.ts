import { afterPrefix, foldCase, identifier, isPlaceholder, type Identifier, type Scope } from "./identifier.ts";

const emptyFileHashes = new Set([
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
]);
const algorithms = new Map([
  [32, "md5"],
  [40, "sha1"],
  [64, "sha256"],
]);

const looksWindows = (path: string): boolean => /^[a-z]:|\\/i.test(path);

/** Windows: lower case, backslashes, without `\\?\` and `\??\`. Elsewhere: case kept, `//` and `/./` collapsed, `..` left (it may cross a link). */
function normalPath(text: string, os?: Scope["os"]): string {
  const trimmed = text.trim().normalize("NFC");
  if (os === "posix" || (os === undefined && !looksWindows(trimmed))) {
    let path = trimmed;
    for (let before = ""; before !== path;) {
      before = path;
      path = path.replaceAll(/\/{2,}/g, "/").replaceAll("/./", "/");
    }
    return path;
  }
  return foldCase(trimmed.replaceAll("/", "\\"))
    .replace(/^(?:\\\\\?\\(?!unc\\)|\\\?\?\\)+/, "")
    .replace(/^\\\\\?\\unc\\/, "\\\\");
}

/** `file:HOST|PATH`. Without a host a path identifies nothing. */
export function canonicalFile(text: string, scope: Scope = {}): Identifier | undefined {
  const keyed = afterPrefix(text, "file:");
  const bar = keyed?.indexOf("|") ?? -1;
  const host = keyed !== undefined && bar > 0 ? keyed.slice(0, bar) : scope.host;
  const path = normalPath(keyed !== undefined && bar > 0 ? keyed.slice(bar + 1) : text, scope.os);
  if (host === undefined || isPlaceholder(path)) return undefined;
  return identifier("file", `file:${host}|${path}`, path.startsWith("\\device\\") ? "medium" : "strong");
}

/** `sha256:…`, `sha1:…` or `md5:…` by tag or length; the hash of an empty file and all zeros are dropped. */
export function canonicalHash(text: string): Identifier | undefined {
  const folded = foldCase(text);
  const value = folded.slice(Math.max(folded.lastIndexOf("="), folded.lastIndexOf(":")) + 1);
  const algorithm = algorithms.get(value.length);
  if (algorithm === undefined || !/^[0-9a-f]+$/.test(value) || /^0+$/.test(value) || emptyFileHashes.has(value)) return undefined;
  return identifier("hash", `${algorithm}:${value}`, algorithm === "sha256" ? "strong" : "medium");
}
