import { mkdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { bundleInto } from "../electron/build/bundles.ts";
import { builtChildrenDir } from "./unit-support/child-scripts.ts";

/** Those that are started dozens of times. */
const children = [
  "test/contract/echo-process.ts",
  "test/engine/append-until-killed.ts",
  "test/engine/crash-child.ts",
  "test/engine/fault-child.ts",
  "test/engine/lineage-until-killed.ts",
  "test/engine/stages-until-killed.ts",
];

/** Where the workers are built, the processes that tests start are too: reading their sources takes each of them a second. */
export default async function buildChildren(): Promise<(() => void) | undefined> {
  if (process.env["QUARRY_WORKERS"] === undefined) return undefined;
  rmSync(builtChildrenDir, { recursive: true, force: true });
  mkdirSync(builtChildrenDir, { recursive: true });
  for (const entry of children)
    await bundleInto(builtChildrenDir, { entry, out: basename(entry).replace(".ts", ".mjs") }, { format: "es" });
  return () => rmSync(builtChildrenDir, { recursive: true, force: true });
}
