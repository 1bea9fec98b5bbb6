import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { childScript } from "../unit-support/child-scripts.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { copyScored, withEngine } from "./scored-workspace.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-faults-"));
const good = join(dir, "good");
const log = join(dir, "more.log");
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

const Failure = z.object({ kind: z.string(), code: z.string(), message: z.string(), detail: z.object({ hint: z.string().optional() }) });
const Said = z
  .object({ judged: z.string(), failed: Failure, imported: z.string(), rows: z.number(), readOnly: z.boolean(), entries: z.number() })
  .partial();
type Said = z.infer<typeof Said>;

interface Limits {
  /** Of any one file, in KiB. */
  readonly fileKiB?: number;
  readonly uid?: number;
}

/** Runs fault-child.ts under a limit; gives what it said. */
async function run(mode: "judge" | "import" | "look", workspace: string, { fileKiB, uid }: Limits = {}): Promise<Said[]> {
  const child = [process.execPath, childScript("test/engine/fault-child.ts"), mode, workspace, log, uid === undefined ? "" : String(uid)];
  const limit = fileKiB === undefined ? "" : `ulimit -f ${fileKiB};`;
  const started = spawn("bash", ["-c", `${limit} exec "$@"`, "bash", ...child], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void started.kill("SIGKILL"));
  let [out, err] = ["", ""];
  started.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  started.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise((resolve) => started.on("close", resolve));
  expect(code, err).toBe(0);
  return out
    .trimEnd()
    .split("\n")
    .map((line) => Said.parse(JSON.parse(line)));
}

const judgedOf = (said: readonly Said[]): string[] => said.flatMap(({ judged }) => judged ?? []);

/** What was acknowledged is there, the log is whole, and the workspace takes verdicts again. */
async function expectSound(workspace: string, acknowledged: readonly string[]): Promise<void> {
  await withEngine(workspace, async (client) => {
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
    const kept = new Set<string>();
    for (let before: number | undefined; ;) {
      const { decisions } = await client.call("audit.page", { limit: 1000, before });
      for (const { id } of decisions) kept.add(id);
      before = decisions.at(-1)?.seq;
      if (decisions.length < 1000) break;
    }
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    const { rows } = await client.call("triage.queue", { limit: 1, show: "all" });
    await client.call("triage.judge", { anomalyIds: rows.map(({ anomalyId }) => anomalyId), verdict: "benign" });
    expect(readdirSync(join(workspace, "snapshots")).filter((name) => name.startsWith("."))).toEqual([]);
  });
}

function copyOf(name: string): string {
  const copy = join(dir, name);
  cpSync(good, copy, { recursive: true });
  return copy;
}

/** A file system of its own on `folder`, or why this machine does not allow one. */
function mountTmpfs(folder: string, options: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  if (!isRoot || process.platform !== "linux") return "mounting takes root on Linux";
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    return `mount was refused: ${String(error)}`;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return undefined;
}

beforeAll(async () => {
  chmodSync(dir, 0o755);
  writeFileSync(log, zeekConnLog({ rows: 20_000, seed: 7 }));
  await copyScored(good);
}, 120_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a disk that takes no more", () => {
  it("refuses the verdict it cannot keep in clear words, and loses none that was acknowledged", { timeout: 120_000 }, async () => {
    const workspace = copyOf("limited");
    const said = await run("judge", workspace, { fileKiB: 2500 });
    expect(said.at(-1)?.failed).toMatchObject({ kind: "error", code: "disk-full" });
    expect(said.at(-1)?.failed?.message).toMatch(/^The disk of the workspace/);
    const acknowledged = judgedOf(said);
    expect(acknowledged.length).toBeGreaterThan(0);
    await expectSound(workspace, acknowledged);
  });

  it("keeps nothing of an import it cannot finish, and the same import works once there is room", { timeout: 120_000 }, async () => {
    const workspace = copyOf("import-limited");
    const said = await run("import", workspace, { fileKiB: 300 });
    expect(said.at(-1)?.failed).toMatchObject({ code: "disk-full" });
    await expectSound(workspace, []);
    expect((await run("import", workspace)).at(-1)?.imported).toMatch(/^[0-9a-f]{64}$/);
  });

  it("that is really full, on a file system of its own, does the same", { timeout: 120_000 }, async (context) => {
    const mounted = join(dir, "tmpfs");
    const why = mountTmpfs(mounted, "size=24m");
    if (why !== undefined) return context.skip(why);
    const workspace = join(mounted, "workspace");
    cpSync(good, workspace, { recursive: true });
    const { bavail, bsize } = statfsSync(mounted);
    const ballast = join(mounted, "ballast");
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 3 * 1024 * 1024)));
    const said = await run("judge", workspace);
    expect(said.at(-1)?.failed).toMatchObject({ code: "disk-full" });
    const imported = await run("import", workspace);
    expect(imported.at(-1)?.failed, "the room there is, is looked at first").toMatchObject({ code: "limit-exceeded" });
    rmSync(ballast);
    await expectSound(workspace, judgedOf(said));
  });
});

describe("a workspace nothing can be written to", () => {
  it("is refused for writing and can be looked at, with all there is in it", { timeout: 120_000 }, async () => {
    const workspace = copyOf("unwritable");
    if (isRoot) chownSync(workspace, nobody, nobody);
    chmodSync(workspace, 0o555);
    onTestFinished(() => chmodSync(workspace, 0o755));
    const limits = isRoot ? { uid: nobody } : {};
    expect((await run("judge", workspace, limits)).at(-1)?.failed).toMatchObject({ code: "read-only" });
    const seen = (await run("look", workspace, limits)).at(-1);
    expect(seen).toMatchObject({ readOnly: true });
    expect(seen?.rows).toBeGreaterThan(0);
    expect(readdirSync(workspace).toSorted()).toEqual(readdirSync(good).toSorted());
  });

  it(
    "on a disk mounted read-only is seen with what a killed process had left in the write-ahead log",
    { timeout: 120_000 },
    async (context) => {
      const mounted = join(dir, "read-only");
      const why = mountTmpfs(mounted, "size=64m");
      if (why !== undefined) return context.skip(why);
      const workspace = join(mounted, "workspace");
      cpSync(good, workspace, { recursive: true });
      const killed = spawn(process.execPath, [childScript("test/engine/crash-child.ts"), "judge", workspace], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      let out = "";
      for await (const chunk of killed.stdout) {
        out += String(chunk);
        if (out.split("judged ").length > 4) killed.kill("SIGKILL");
      }
      expect(readdirSync(workspace)).toContain("quarry.sqlite-wal");
      execFileSync("mount", ["-o", "remount,ro", mounted]);
      expect((await run("judge", workspace)).at(-1)?.failed).toMatchObject({ code: "read-only" });
      const seen = (await run("look", workspace)).at(-1);
      expect(seen?.readOnly).toBe(true);
      expect(seen?.entries).toBeGreaterThanOrEqual(4);
    },
  );
});
