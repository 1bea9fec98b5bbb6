import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const rootPath = (...parts: string[]): string => join(root, ...parts);
export const outPath = (...parts: string[]): string => join(root, "out", ...parts);
