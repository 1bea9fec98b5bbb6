import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Client, Progress } from "../../../shared/contract/client.ts";
import { writeDemo } from "../../engine/demo/write-demo.ts";
import { createEngine } from "../../engine/engine.ts";
import { createInProcessClient } from "../in-process/in-process-client.ts";

export interface DemoOptions {
  readonly scale: number;
  readonly seed: number;
}

const inventories = [
  { kind: "directory", file: "directory.csv" },
  { kind: "cmdb", file: "cmdb.csv" },
  { kind: "dhcp", file: "dhcp.csv" },
] as const;

/** Who decides while the demo is made. */
const demoAnalyst = "demo";
/** Trained and scored on all there is. */
const fortnightModels = ["beaconing", "dns-tunnel", "logon"];
/**
 * Trained on the week before the endpoint agent's update, refused by the gate, promoted all the same, and scored on the week after the update, so that
 * a champion meets data unlike those of its training.
 */
const processModel = "process-rarity";

/**
 * Makes a workspace ready to triage out of a simulated enterprise. The simulated files go through the same import, training
 * and scoring as any others, and their ground truth stays beside the workspace in `demo/`. A workspace that has runs is left as it is.
 */
export async function prepareDemo(
  workspaceDir: string,
  options: DemoOptions,
  progress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const root = resolve(workspaceDir);
  const engine = await createEngine({ workspaceDir: root, create: true });
  const stop = engine.on("job.changed", (job) =>
    progress({ stage: job.stage || job.title, done: job.done, total: job.total, unit: job.unit }),
  );
  try {
    const client = createInProcessClient(engine, { trust: "local", host: "demo" });
    if ((await client.call("scoring.runs", {})).length > 0) return;
    const dir = join(root, "demo");
    rmSync(dir, { recursive: true, force: true });
    const { agentUpdateUs } = await writeDemo(dir, { ...options, signal, progress });
    await fill(client, { dir, agentUpdateUs }, signal);
  } finally {
    stop();
    await engine.close();
  }
}

interface Written {
  readonly dir: string;
  /** Data before and after it are unlike. */
  readonly agentUpdateUs: number;
}

async function fill(client: Client, { dir, agentUpdateUs }: Written, signal: AbortSignal): Promise<void> {
  await client.call("telemetry.import", { paths: [join(dir, "zeek")], source: "zeek-sensor" }, signal);
  await client.call("telemetry.import", { paths: [join(dir, "windows")], source: "windows-events" }, signal);
  for (const { kind, file } of inventories) await client.call("inventory.import", { kind, paths: [join(dir, "inventory", file)] }, signal);
  await client.call("scoring.run", { models: fortnightModels }, signal);
  const { id: version } = await client.call("models.train", { model: processModel, range: { to: agentUpdateUs } }, signal);
  await client.call("models.evaluate", { model: processModel, version, analyst: demoAnalyst }, signal);
  await client.call("models.promote", {
    model: processModel,
    version,
    reason: "The first version of the demo",
    override: "A week of a simulated enterprise is too little for the gate to pass, and nothing else watches over its processes yet",
    analyst: demoAnalyst,
  });
  await client.call("scoring.run", { models: [processModel], range: { from: agentUpdateUs } }, signal);
}
