import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessConnector } from "../../electron/hosts/in-process/in-process-client.ts";
import { forkEngine } from "../../electron/hosts/worker/fork-engine.ts";
import { EngineSupervisor } from "../../electron/hosts/worker/supervisor.ts";
import type { Connector } from "../../electron/hosts/connector.ts";
import { createFrameClient } from "../../shared/contract/frame-client.ts";
import { requestNames, requests, type RequestName } from "../../shared/contract/requests.ts";
import { engineEntry } from "../unit-support/child-scripts.ts";
import { until } from "./contract-suite.ts";

interface Opened {
  readonly connector: Connector;
  close(): Promise<void>;
}

const entry = engineEntry();

const carriers: Readonly<Record<string, (workspaceDir: string) => Promise<Opened>>> = {
  "in the same process": async (workspaceDir) => {
    const engine = await createEngine({ workspaceDir, create: true });
    return { connector: createInProcessConnector(engine), close: () => engine.close() };
  },
  "in a process of its own": async (workspaceDir) => {
    const supervisor = new EngineSupervisor({ start: () => forkEngine(entry, ["--workspace", workspaceDir]) });
    await supervisor.ready;
    return { connector: supervisor, close: () => supervisor.stop() };
  },
};

describe.each(Object.entries(carriers))("the engine %s", (_name, open) => {
  let dir: string;
  let opened: Opened;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "quarry-contract-"));
    opened = await open(join(dir, "workspace"));
  });
  afterAll(async () => {
    await opened.close();
    rmSync(dir, { recursive: true });
  });
  const page = () => createFrameClient(opened.connector.connect({ trust: "page", host: "test" }));
  const local = () => createFrameClient(opened.connector.connect({ trust: "local", host: "test" }));

  it("answers what needs no data as its contract says", async () => {
    const client = page();
    const harmless: RequestName[] = requestNames.filter((name) =>
      /^(?!lineage).*\.(info|list|snapshots|datasets|runs|queue|verify|page)$/.test(name),
    );
    expect(harmless.length).toBeGreaterThan(8);
    for (const name of harmless) {
      const answer = await client.call(name, {} as never);
      expect(requests[name].output.safeParse(answer).error, name).toBeUndefined();
    }
    client.close();
  });

  it("tells its path to local callers only", async () => {
    expect((await local().call("workspace.info", {})).path).toBe(join(dir, "workspace"));
    expect(await page().call("workspace.info", {})).not.toHaveProperty("path");
  });

  it("E17: refuses paths from a page, wherever they could stand", async () => {
    const file = join(dir, "conn.log");
    writeFileSync(file, "");
    const client = page();
    const attempts: [RequestName, unknown][] = [
      ["telemetry.import", { paths: [file] }],
      ["lineage.verify", { of: "v1", paths: [file] }],
      ["inventory.import", { kind: "cmdb", paths: [file] }],
      ["files.choose", { paths: [file] }],
      ["labels.export", { format: "csv", out: join(dir, "labels.csv") }],
      ["telemetry.import", { grants: [file] }],
      ["telemetry.import", { grants: ["../../etc/passwd"] }],
    ];
    for (const [name, input] of attempts) {
      const error: unknown = await client.call(name, input as never).catch((e: unknown) => e);
      expect(error, `${name} ${JSON.stringify(input)}`).toMatchObject({
        code: expect.stringMatching(/^(forbidden|not-found|bad-input|unsupported-format)$/) as unknown,
      });
    }
    client.close();
  });

  it("says not-found for what is not there and bad-input with the field", async () => {
    const client = page();
    for (const [name, input] of [
      ["triage.row", { anomalyId: "none" }],
      ["triage.case", { anomalyId: "none" }],
      ["triage.context", { anomalyId: "none" }],
      ["telemetry.rejects", { snapshotId: "none" }],
      ["models.train", { model: "none" }],
    ] as const)
      await expect(client.call(name, input as never), name).rejects.toMatchObject({ code: "not-found" });
    await expect(client.call("triage.queue", { limit: -1 })).rejects.toMatchObject({ code: "bad-input", detail: { field: "limit" } });
    client.close();
  });

  it("tells every connection of a change", async () => {
    const [one, other] = [page(), page()];
    const heard: string[] = [];
    other.on("workspace.changed", ({ what }) => heard.push(what));
    expect(await one.call("workspace.sign", { analyst: "ana" })).toEqual({ analyst: "ana" });
    await until(
      () => heard,
      (all) => all.length > 0,
    );
    expect((await other.call("audit.page", { kind: "analyst.sign" })).total).toBe(1);
  });

  it("takes a file over piece by piece", async () => {
    const client = page();
    const { grant } = await client.call("files.begin", { name: "../x/conn.log", size: 5 });
    expect(await client.call("files.append", { grant, offset: 0, base64: Buffer.from("abc").toString("base64") })).toEqual({ received: 3 });
    await expect(client.call("files.append", { grant, offset: 0, base64: "YWJj" })).rejects.toMatchObject({ code: "bad-input" });
    expect(await client.call("files.append", { grant, offset: 3, base64: Buffer.from("de").toString("base64") })).toEqual({ received: 5 });
  });

  it("lets go of a file that is not imported after all", async () => {
    const client = page();
    const { grant } = await client.call("files.begin", { name: "conn.log", size: 0 });
    await client.call("files.release", { grants: [grant, "unknown"] });
    await expect(client.call("telemetry.inspect", { grants: [grant] })).rejects.toMatchObject({ code: "not-found" });
  });
});
