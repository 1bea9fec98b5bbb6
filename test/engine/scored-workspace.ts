import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

interface EngineChoices {
  readonly create?: boolean;
  readonly keepsBackups?: boolean;
  readonly fillsAfterMs?: number;
}

/** Opens the workspace, lets `work` use it, and closes it whatever happens. */
export async function withEngine<T>(workspaceDir: string, work: (client: Client) => Promise<T>, choices: EngineChoices = {}): Promise<T> {
  const engine = await createEngine({ workspaceDir, ...choices });
  try {
    return await work(createInProcessClient(engine, { trust: "local", host: "test" }));
  } finally {
    await engine.close();
  }
}

let made: Promise<string> | undefined;

async function make(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "quarry-scored-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 3000 }));
  const workspace = join(dir, "workspace");
  const work = async (client: Client): Promise<void> => {
    await client.call("telemetry.import", { paths: [log], source: "test" });
    await client.call("scoring.run", { models: ["beaconing"], budget: 30 });
  };
  await withEngine(workspace, work, { create: true });
  return workspace;
}

/** Lays a workspace there with a day of connections and thirty anomalies; made once for all test files of a process. */
export async function copyScored(to: string): Promise<void> {
  cpSync(await (made ??= make()), to, { recursive: true });
}
