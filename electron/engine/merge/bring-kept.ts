import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../hash.ts";
import { syncFolder } from "../sync-folder.ts";
import { workspacePaths } from "../workspace/layout.ts";

const maxBytes = 256 * 1024 * 1024;

/** Evaluations and suites of another copy, each a file under the sha256 of its bytes; one that is not what its name says stays where it is. */
export function bringKeptFiles(root: string, otherRoot: string): void {
  const [own, other] = [workspacePaths(root), workspacePaths(otherRoot)];
  bringFrom(other.evaluations, own.evaluations);
  bringFrom(other.suites, own.suites);
}

function bringFrom(from: string, to: string): void {
  if (!existsSync(from) || !lstatSync(from).isDirectory()) return;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const id = /^([0-9a-f]{64})\.json$/.exec(entry.name)?.[1];
    if (id === undefined || !entry.isFile() || existsSync(target) || lstatSync(source).size > maxBytes) continue;
    if (sha256(readFileSync(source)) !== id) continue;
    mkdirSync(to, { recursive: true });
    copyFileSync(source, `${target}.${process.pid}.partial`);
    renameSync(`${target}.${process.pid}.partial`, target);
    syncFolder(to);
  }
}
