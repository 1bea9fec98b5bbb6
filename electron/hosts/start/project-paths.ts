import { fileURLToPath } from "node:url";

declare const __QUARRY_BUNDLED__: boolean | undefined;
/** The command line as one file, in a portable archive: there is nothing to build there, and no Electron. */
export const isBundled = typeof __QUARRY_BUNDLED__ !== "undefined" && __QUARRY_BUNDLED__;

const root = new URL(isBundled ? "../../" : "../../../", import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));

/** Where things lie in a checkout and in a portable archive. Electron's packages have their own way in. */
export const projectPaths = {
  root: at("./"),
  out: at("out/"),
  renderer: at("out/renderer/"),
  engineEntry: at("out/engine/engine-process.cjs"),
  buildScript: at("electron/build/build.ts"),
  electron: at("node_modules/electron/"),
} as const;
