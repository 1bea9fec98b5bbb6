/** Runs the benches named, or all of them: `npm run bench -- [NAME] [its options]`. Each has a process of its own, so that its peak memory is its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const benches = ["import", "query", "scoring", "detection", "answerability"] as const;
/** These need to be told what on, so that they run only when they are named. */
const onRequest = [
  "context",
  "anomaly-benchmarks",
  "network-hunts",
  "scale",
  "hunts",
  "entity-resolution",
  "graph",
  "foils",
  "bulk",
  "workspace",
  "desk",
  "demotion",
  "fuzz",
] as const;
const [name, ...options] = process.argv.slice(2);
/** These take many minutes by themselves, so that they too run only when they are named. */
const long = ["drift"] as const;
const known: readonly string[] = [...benches, ...onRequest, ...long];
const chosen = name === undefined || name.startsWith("-") ? benches : [name];
if (name !== undefined && !name.startsWith("-") && !known.includes(name)) {
  console.error(`there is no bench "${name}"; there are ${known.join(", ")}`);
  process.exit(2);
}
for (const bench of chosen) {
  const script = fileURLToPath(new URL(`./${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...(chosen.length === 1 ? options : [])], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
