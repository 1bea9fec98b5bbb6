import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const rootPath = (...parts: string[]): string => join(root, ...parts);

/** Where a build is made; it takes the place of `out/` when all of it has succeeded. */
export const stagePath = (...parts: string[]): string => join(root, ".tmp", "build", ...parts);
