import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where things lie in a checkout. The command line and the browser's host run from there; packages have their own way in. */
export const projectPaths = {
  root: at("../../../"),
  out: at("../../../out/"),
  renderer: at("../../../out/renderer/"),
  engineEntry: at("../../../out/engine/engine-process.cjs"),
  buildScript: at("../../build/build.ts"),
  electron: at("../../../node_modules/electron/"),
} as const;
