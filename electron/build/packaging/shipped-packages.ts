import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import type { Plugin } from "vite";
import { z } from "zod";
import { rootPath } from "../paths.ts";

/** A package of which something ships: where npm put it, as the lockfile names it. */
export const ShippedPackage = z.object({ path: z.string().startsWith("node_modules/"), name: z.string(), version: z.string() });
export type ShippedPackage = z.infer<typeof ShippedPackage>;

/** Written into `out/` by the build. */
export const shippedPackagesName = "packages.json";

/** Packages that are shipped as folders, beside the bundles. */
export const folderPackages = ["@duckdb/duckdb-wasm", "better-sqlite3", "onnxruntime-common", "onnxruntime-node", "parquet-wasm"];

const Manifest = z.object({ name: z.string(), version: z.string() });

/** The package a module belongs to; undefined for our own and for modules that are no files. */
export function packageOf(moduleId: string): ShippedPackage | undefined {
  const file = moduleId.replace(/^\0/, "").replace(/\?.*$/, "");
  if (!/[\\/]node_modules[\\/]/.test(file)) return undefined;
  for (let dir = dirname(file); /[\\/]node_modules[\\/]/.test(dir); dir = dirname(dir)) {
    const manifest = `${dir}/package.json`;
    if (!existsSync(manifest)) continue;
    // Folders inside a package may have a package.json of their own that only says how to load them.
    const parsed = Manifest.safeParse(JSON.parse(readFileSync(manifest, "utf8")));
    if (parsed.success) return toShipped(dir, parsed.data);
  }
  return undefined;
}

/** One of `folderPackages`, at the top of node_modules. */
export const folderPackage = (name: string): ShippedPackage => {
  const dir = rootPath("node_modules", ...name.split("/"));
  return toShipped(dir, Manifest.parse(JSON.parse(readFileSync(`${dir}/package.json`, "utf8"))));
};

function toShipped(dir: string, { name, version }: z.infer<typeof Manifest>): ShippedPackage {
  const path = relative(rootPath("."), dir).split(sep).join("/");
  return { path: path.slice(path.indexOf("node_modules/")), name, version };
}

/** Notes in `found` every package a build takes modules from, the styles and fonts among them. */
export function notePackages(found: Map<string, ShippedPackage>): Plugin {
  return {
    name: "quarry-note-packages",
    generateBundle() {
      for (const id of this.getModuleIds()) {
        const shipped = packageOf(id);
        if (shipped !== undefined) found.set(shipped.path, shipped);
      }
    },
  };
}

export const sortPackages = (packages: Iterable<ShippedPackage>): ShippedPackage[] =>
  [...packages].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

/** All of which something ships in a build that lies in `outDir`: inside the bundles, and as folders. */
export function readShippedPackages(outDir: string): ShippedPackage[] {
  const bundled = z.array(ShippedPackage).parse(JSON.parse(readFileSync(`${outDir}/${shippedPackagesName}`, "utf8")));
  const all = new Map([...bundled, ...folderPackages.map(folderPackage)].map((shipped) => [shipped.path, shipped]));
  return sortPackages(all.values());
}
