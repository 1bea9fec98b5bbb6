import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Client, Progress } from "../../../shared/contract/client.ts";
import { agentUpdateUs, writeDemo } from "../../engine/demo/write-demo.ts";
import { createEngine } from "../../engine/engine.ts";
import { createInProcessClient } from "../in-process/in-process-client.ts";
import { demoDir, isWithoutDemo } from "./demo-dir.ts";

export interface DemoOptions {
  readonly scale: number;
  readonly seed: number;
  /** Whether it is ready with the first cases, and `finishDemo` has the rest to do. */
  readonly isFirstCasesOnly?: boolean;
}

const inventories = [
  { kind: "directory", file: "directory.csv" },
  { kind: "cmdb", file: "cmdb.csv" },
  { kind: "dhcp", file: "dhcp.csv" },
] as const;

/** Who decides while the demo is made. */
const demoAnalyst = "demo";
/** Trained and scored on all there is; the cases of the first are there before the others begin. */
const fortnightModels = ["beaconing", "dns-tunnel", "logon"] as const;
/**
 * Trained on the week before the endpoint agent's update, refused by the gate, promoted all the same, and scored on the week after the update, so that
 * a champion meets data unlike those of its training.
 */
const processModel = "process-rarity";

/**
 * Makes a workspace ready to triage out of a simulated enterprise. The simulated files go through the same import, training
 * and scoring as any others, and their ground truth stays beside the workspace in `demo/`. A workspace that has runs of its own is left as it is;
 * one that was left half made is finished.
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
    if ((await client.call("scoring.runs", {})).length === 0) {
      const dir = demoDir(root);
      rmSync(dir, { recursive: true, force: true });
      await writeDemo(dir, { ...options, signal, progress });
      await bring(client, dir, signal);
    }
    if (options.isFirstCasesOnly !== true) await finishDemo(root, client, signal);
  } finally {
    stop();
    await engine.close();
  }
}

/** Telemetry, inventories, and the cases of the first model. */
async function bring(client: Client, dir: string, signal: AbortSignal): Promise<void> {
  await client.call("telemetry.import", { paths: [join(dir, "zeek")], source: "zeek-sensor" }, signal);
  await client.call("telemetry.import", { paths: [join(dir, "windows")], source: "windows-events" }, signal);
  for (const { kind, file } of inventories) await client.call("inventory.import", { kind, paths: [join(dir, "inventory", file)] }, signal);
  await client.call("scoring.run", { models: [fortnightModels[0]] }, signal);
}

/** Does what `prepareDemo` has left to do in a workspace that it has made, and nothing in any other. Returns whether there was anything. */
export async function finishDemo(workspaceDir: string, client: Client, signal: AbortSignal): Promise<boolean> {
  if (isWithoutDemo(workspaceDir)) return false;
  const scored = new Set((await client.call("scoring.runs", {})).map(({ model }) => model));
  const missing = fortnightModels.filter((model) => !scored.has(model));
  if (missing.length > 0) await client.call("scoring.run", { models: missing }, signal);
  const isMissing = !scored.has(processModel);
  if (isMissing) await scoreProcesses(client, signal);
  return isMissing || missing.length > 0;
}

async function scoreProcesses(client: Client, signal: AbortSignal): Promise<void> {
  const known = (await client.call("models.list", {})).find(({ name }) => name === processModel);
  if (known?.champion === undefined) {
    const { id: version } = await client.call("models.train", { model: processModel, range: { to: agentUpdateUs } }, signal);
    await client.call("models.evaluate", { model: processModel, version, analyst: demoAnalyst }, signal);
    await client.call("models.promote", {
      model: processModel,
      version,
      reason: "The first version of the demo",
      override: "A week of a simulated enterprise is too little for the gate to pass, and nothing else watches over its processes yet",
      analyst: demoAnalyst,
    });
  }
  await client.call("scoring.run", { models: [processModel], range: { from: agentUpdateUs } }, signal);
}
