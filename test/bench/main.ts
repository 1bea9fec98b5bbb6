/** Runs the benches named, or all of them: `npm run bench -- [NAME] [its options]`. Each has a process of its own, so that its peak memory is its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const benches = ["import", "query", "scoring"] as const;
const [name, ...options] = process.argv.slice(2);
const known: readonly string[] = benches;
const chosen = name === undefined || name.startsWith("-") ? known : [name];
if (name !== undefined && !name.startsWith("-") && !known.includes(name)) {
  console.error(`there is no bench "${name}"; there are ${benches.join(", ")}`);
  process.exit(2);
}
for (const bench of chosen) {
  const script = fileURLToPath(new URL(`./${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...(chosen.length === 1 ? options : [])], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
