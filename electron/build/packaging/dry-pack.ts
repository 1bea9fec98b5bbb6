import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Arch, build, LinuxPackager, MacPackager, Platform, WinPackager } from "electron-builder";
import { z } from "zod";
import { fingerprint } from "../../hosts/static/unpacked-files.ts";
import { rootPath } from "../paths.ts";
import type { PackedFile, PackTarget } from "./pack-targets.ts";

const packagers = {
  linux: { of: Platform.LINUX, Packager: LinuxPackager },
  darwin: { of: Platform.MAC, Packager: MacPackager },
  win32: { of: Platform.WINDOWS, Packager: WinPackager },
} as const;

/**
 * Has electron-builder pack the app as it would for `target`, all but Electron itself: its own file matchers and its own archive,
 * with no binary to unpack, burn fuses into or sign. Returns what the archive lists. Needs a build in `out/`.
 */
export async function dryPack({ platform, arch }: PackTarget): Promise<PackedFile[]> {
  const output = mkdtempSync(join(tmpdir(), "quarry-pack-"));
  const { of, Packager } = packagers[platform];
  const resourcesOf = (appOutDir: string): string =>
    platform === "darwin" ? join(appOutDir, "Quarry.app", "Contents", "Resources") : join(appOutDir, "resources");
  let packed: PackedFile[] = [];
  const framework = {
    name: "electron",
    version: "0.0.0",
    distMacOsAppName: "Quarry.app",
    macOsDefaultTargets: [],
    defaultAppIdPrefix: "",
    isNpmRebuildRequired: false,
    isCopyElevateHelper: false,
    prepareApplicationStageDirectory: async ({ appOutDir }: { readonly appOutDir: string }) => {
      mkdirSync(resourcesOf(appOutDir), { recursive: true });
    },
  };
  try {
    await build({
      projectDir: rootPath("."),
      targets: of.createTarget("dir", Arch[arch]),
      config: {
        extends: rootPath("electron-builder.yml"),
        directories: { output },
        electronFuses: null,
        mac: { identity: null },
        afterPack: async ({ appOutDir }) => {
          packed = readArchive(join(resourcesOf(appOutDir), "app.asar"));
        },
      },
      platformPackagerFactory: (info) => {
        Object.defineProperty(info, "framework", { get: () => framework });
        return new Packager(info);
      },
    });
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  return packed;
}

interface Node {
  readonly files?: Readonly<Record<string, Node>> | undefined;
  readonly size?: number | undefined;
  readonly unpacked?: boolean | undefined;
  readonly offset?: string | undefined;
}
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    files: z.record(z.string(), Node).optional(),
    size: z.number().optional(),
    unpacked: z.boolean().optional(),
    offset: z.string().optional(),
  }),
);

/** Every file of an asar archive, those beside it included. Its header: four 32-bit lengths, the last that of the JSON behind them. */
export function readArchive(path: string): PackedFile[] {
  const archive = readFileSync(path);
  const bodyAt = 8 + archive.readUInt32LE(4);
  const header = Node.parse(JSON.parse(archive.toString("utf8", 16, 16 + archive.readUInt32LE(12))));
  const files: PackedFile[] = [];
  const walk = (node: Node, at: string): void => {
    for (const [name, child] of Object.entries(node.files ?? {})) {
      const below = at === "" ? name : `${at}/${name}`;
      if (child.files !== undefined) {
        walk(child, below);
        continue;
      }
      const start = bodyAt + Number(child.offset ?? 0);
      const isUnpacked = child.unpacked === true;
      const body = isUnpacked ? readFileSync(join(`${path}.unpacked`, below)) : archive.subarray(start, start + (child.size ?? 0));
      files.push({ path: below, bytes: body.length, isUnpacked, fingerprint: fingerprint(below, body) });
    }
  };
  walk(header, "");
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
