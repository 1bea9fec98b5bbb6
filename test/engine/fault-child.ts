/**
 * Works on a workspace where something is wrong, as a process of its own: `judge` gives verdicts until one is refused, `import` imports a file, `look` reads
 * the queue. A line of JSON to stdout for each verdict that was acknowledged, and one for how it ended. A uid to become, when started by root, is the last argument.
 */
import { writeSync } from "node:fs";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { toWireError } from "../../shared/contract/errors.ts";

const [mode = "", workspaceDir = "", file = "", uid = ""] = process.argv.slice(2);
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

async function work(): Promise<object> {
  const engine = await createEngine({ workspaceDir, readOnly: mode === "look" });
  const client = createInProcessClient(engine, { trust: "local", host: "test" });
  say({ ready: true });
  try {
    if (mode === "import") return { imported: (await client.call("telemetry.import", { paths: [file], source: "fault" })).snapshotId };
    const { rows } = await client.call("triage.queue", { limit: 1000, show: "all" });
    const { readOnly, log } = await client.call("workspace.info", {});
    if (mode === "look") return { rows: rows.length, readOnly, entries: log.entries };
    const ids = rows.map(({ anomalyId }) => anomalyId);
    for (let i = 0; i < 5000; i++) {
      const verdict = i % 2 === 0 ? "malicious" : "benign";
      const { decision } = await client.call("triage.judge", { anomalyIds: ids, verdict, note: "n".repeat(1000) });
      say({ judged: decision });
    }
    return { ended: "never refused" };
  } finally {
    await engine.close();
  }
}

if (uid !== "") process.setuid?.(Number(uid));
try {
  say(await work());
} catch (error) {
  say({ failed: toWireError(error) });
}
