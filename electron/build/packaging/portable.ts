import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { servesPlatform } from "../../hosts/static/unpacked-files.ts";
import { rootPath } from "../paths.ts";
import { unpackedRoots } from "../unpacked-manifest.ts";
import { folderPackages } from "./shipped-packages.ts";

/** One file of the archive: bytes of our own, or a file on the disk. */
export interface PortableFile {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly body: Buffer | { readonly from: string };
}

/** The earliest time every archive format can hold; all files have it. */
const mtime = new Date("1980-01-01T00:00:00Z");

const outParts: readonly { readonly dir: string; readonly keeps: RegExp }[] = [
  { dir: "out/engine", keeps: /\.cjs$/ },
  { dir: "out/models", keeps: /./ },
  { dir: "out/renderer", keeps: /^(?!\.vite\/)./ },
];

const launcher = `#!/bin/sh
# Starts Quarry with the Node it brings. Without arguments: the list of commands.
case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac
exec "$here/node" "$here/out/engine/cli.cjs" "$@"
`;

const windowsLauncher = '@"%~dp0node.exe" "%~dp0out\\engine\\cli.cjs" %*\r\n';

const guide = (name: string, command: string): string => `${name}

Needs nothing installed and no network. The desk opens in your browser from an address of this machine.

    ${command} demo --workspace demo        a simulated enterprise, ready to triage
    ${command} open --workspace demo        the desk; the link it prints works once
    ${command} --help                       every command

The workspace is a folder of yours; moving it moves the work. SHA256SUMS lists every file of this folder,
THIRD-PARTY-NOTICES.txt the licences of what ships with it, sbom.cdx.json the same for programs (CycloneDX).
`;

interface Legal {
  readonly notices: string;
  readonly sbom: string;
}

/** Node's own package of this machine: the program and its licence. */
const nodeProgram = (): { readonly program: string; readonly licence: string } => ({
  program: rootPath("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node"),
  licence: nodeLicence(),
});

function nodeLicence(): string {
  const below = rootPath("node_modules", "node", "node_modules");
  const [found] = readdirSync(below).flatMap((name) =>
    /^node-(bin-)?(linux|darwin|win)/.test(name) ? [join(below, name, "LICENSE")] : [],
  );
  if (found === undefined) throw new Error("Node's own package is missing; run npm ci");
  return found;
}

/** Everything a machine like this one needs to run the desk in a browser, in the order of the archive. Needs a build in `out/`. */
export function listPortableFiles(name: string, { notices, sbom }: Legal): PortableFile[] {
  const isWindows = process.platform === "win32";
  const { program, licence } = nodeProgram();
  const folders = unpackedRoots.filter(({ dir }) => folderPackages.some((folder) => dir === `node_modules/${folder}`));
  const files: PortableFile[] = [...outParts, ...folders].flatMap(({ dir, keeps }) =>
    readdirSync(rootPath(dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(rootPath(dir), join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((file) => keeps.test(file))
      .map((file) => `${dir}/${file}`)
      .filter((path) => servesPlatform(path, process.platform, process.arch))
      .map((path) => ({ path, isExecutable: false, body: { from: rootPath(path) } })),
  );
  const text = (path: string, body: string, isExecutable = false): PortableFile => ({ path, isExecutable, body: Buffer.from(body) });
  files.push({ path: isWindows ? "node.exe" : "node", isExecutable: true, body: { from: program } });
  files.push(isWindows ? text("quarry.cmd", windowsLauncher) : text("quarry", launcher, true));
  files.push(text("README.txt", guide(name, isWindows ? "quarry" : "./quarry")));
  files.push(text("THIRD-PARTY-NOTICES.txt", notices), text("sbom.cdx.json", sbom));
  files.push({ path: "NODE-LICENSE.txt", isExecutable: false, body: { from: licence } });
  const byPath = (a: PortableFile, b: PortableFile): number => (a.path < b.path ? -1 : 1);
  const sums = files.toSorted(byPath).map((file) => `${createHash("sha256").update(read(file)).digest("hex")}  ${file.path}\n`);
  return [...files, text("SHA256SUMS", sums.join(""))].toSorted(byPath);
}

export const sizeOf = ({ body }: PortableFile): number => ("from" in body ? statSync(body.from).size : body.length);

const read = ({ body }: PortableFile): Buffer => ("from" in body ? readFileSync(body.from) : body);

/** Writes a tar.gz whose bytes depend on names, content and the executable bit alone. Returns its sha256. */
export async function writePortable(target: string, name: string, files: readonly PortableFile[]): Promise<string> {
  mkdirSync(dirname(target), { recursive: true });
  const archive = pack();
  const writing = pipeline(archive, createGzip({ level: 9 }), createWriteStream(target));
  for (const file of files) {
    const header = {
      name: `${name}/${file.path}`,
      mode: file.isExecutable ? 0o755 : 0o644,
      mtime,
      uid: 0,
      gid: 0,
      uname: "root",
      gname: "root",
    };
    if ("from" in file.body) await pipeline(createReadStream(file.body.from), archive.entry({ ...header, size: sizeOf(file) }));
    else archive.entry(header, file.body);
  }
  archive.finalize();
  await writing;
  return createHash("sha256").update(readFileSync(target)).digest("hex");
}
