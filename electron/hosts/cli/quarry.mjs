#!/usr/bin/env node
// Runs the command line on a Node that can: the project's own when the one that started this is too old for TypeScript sources.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = new URL("./main.ts", import.meta.url);
if (major > 22 || (major === 22 && minor >= 18)) {
  try {
    await import(main.href);
  } catch (error) {
    if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
    const [first] = String(error.message).split("\n", 1);
    process.stderr.write(`quarry: ${first}. Quarry's packages are not all installed here; run "npm ci" first.\n`);
    process.exitCode = 1;
  }
} else {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const own = fileURLToPath(new URL(`../../../node_modules/node/bin/${name}`, import.meta.url));
  if (!existsSync(own)) {
    process.stderr.write(`Quarry needs Node 22.18 or newer; this is ${process.version} and node_modules has none. Run "npm ci" first.\n`);
    process.exit(1);
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
  const child = spawnSync(own, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  process.exit(child.status ?? 1);
}
