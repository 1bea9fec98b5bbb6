import { peek, readFileBytes } from "./byte-streams.ts";
import { gunzip } from "./inflate.ts";

export type Container = "plain" | "gzip" | "zip" | "tar" | "tar.gz";

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;
const isZip = (head: Buffer): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
const isTar = (head: Buffer): boolean => head.toString("latin1", 257, 262) === "ustar";

/** What the first bytes (512 suffice) say a file is wrapped in. */
export function containerOf(head: Buffer): "plain" | "gzip" | "zip" | "tar" {
  if (isGzip(head)) return "gzip";
  if (isZip(head)) return "zip";
  return isTar(head) ? "tar" : "plain";
}

/** Only the first 512 are looked at. */
const pieceBytes = 64 * 1024;

export async function containerOfFile(path: string, name: string): Promise<Container> {
  const outer = await peek(readFileBytes(path, name, 512), 512);
  await outer.all.return();
  const kind = containerOf(outer.head);
  if (kind !== "gzip") return kind;
  const inner = await peek(gunzip(readFileBytes(path, name), name, pieceBytes), 512).catch(() => undefined);
  await inner?.all.return();
  return inner !== undefined && isTar(inner.head) ? "tar.gz" : "gzip";
}
