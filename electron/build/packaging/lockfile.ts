import { readFileSync } from "node:fs";
import { z } from "zod";
import { rootPath } from "../paths.ts";

const Entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});
export type LockEntry = z.infer<typeof Entry>;
const Lockfile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Entry) });

/** The lockfile's packages by where npm puts them: `node_modules/a/node_modules/b`. The project itself is `""`. */
export const readLockfile = (): ReadonlyMap<string, LockEntry> =>
  new Map(Object.entries(Lockfile.parse(JSON.parse(readFileSync(rootPath("package-lock.json"), "utf8"))).packages));

/** Where Node finds `name` from a package that lies at `from`: in its own node_modules, or in one above. */
export function findDependency(packages: ReadonlyMap<string, LockEntry>, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const path = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages.has(path)) return path;
    if (at === "") return undefined;
  }
}
