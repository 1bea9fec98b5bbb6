import { join } from "node:path";

/** Where the app's parts lie. What must be real files (the engine, natives, models) is outside the archive in a package. */
export function appPaths(appPath: string): {
  readonly renderer: string;
  readonly preload: string;
  readonly engine: string;
  readonly modelProcess: string;
  readonly unpackedRoot: string;
  readonly unpackedManifest: string;
} {
  const unpackedRoot = appPath.endsWith(".asar") ? `${appPath}.unpacked` : appPath;
  return {
    renderer: join(appPath, "out/renderer"),
    preload: join(appPath, "out/preload/preload.cjs"),
    engine: join(unpackedRoot, "out/engine/engine-process.cjs"),
    modelProcess: join(unpackedRoot, "out/engine/foreign-model-process.cjs"),
    unpackedRoot,
    unpackedManifest: join(appPath, "out/unpacked.json"),
  };
}

/** `--workspace=DIR` among the arguments, or the app's own. */
export function workspaceFrom(argv: readonly string[], userData: string): string {
  const prefix = "--workspace=";
  return argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? join(userData, "workspace");
}
