import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forkEngine } from "../../electron/hosts/worker/fork-engine.ts";
import { EngineSupervisor } from "../../electron/hosts/worker/supervisor.ts";
import { copyScored } from "./scored-workspace.ts";

const project = join(import.meta.dirname, "../..");
const dir = mkdtempSync(join(tmpdir(), "quarry-install-"));
const workspace = join(dir, "workspace");

type Native = "better-sqlite3" | "onnxruntime-node";

/** The program without any package. Always in the same place, so that its processes share what Node makes of its sources. */
function program(): string {
  const root = join(dir, "program");
  for (const part of existsSync(root) ? [] : ["electron", "shared", "models", "package.json"])
    cpSync(join(project, part), join(root, part), { recursive: true });
  rmSync(join(root, "node_modules"), { recursive: true, force: true });
  return root;
}

/** The program as installed, but for one package: of that only the JavaScript, and `binary` in place of its compiled part. */
function install(broken: Native, binary: Buffer | undefined): string {
  const root = program();
  const modules = join(root, "node_modules");
  mkdirSync(modules);
  const real = join(project, "node_modules");
  for (const entry of readdirSync(real)) if (entry !== broken) symlinkSync(join(real, entry), join(modules, entry));
  const compiled = /(^|\/)(prebuilds|bin|build|deps|src)(\/|$)/;
  cpSync(join(real, broken), join(modules, broken), {
    recursive: true,
    dereference: true,
    filter: (from) => !compiled.test(from.slice(join(real, broken).length)),
  });
  if (binary === undefined) return root;
  const { platform, arch } = process;
  const path =
    broken === "better-sqlite3" ? `prebuilds/${platform}-${arch}.node` : `bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`;
  mkdirSync(dirname(join(modules, broken, path)), { recursive: true });
  writeFileSync(join(modules, broken, path), binary);
  return root;
}

async function quarry(root: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  // Its workers are its own, wherever this run takes them from.
  const { QUARRY_WORKERS: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, "electron/hosts/cli/quarry.mjs"), "--workspace", workspace, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

beforeAll(() => copyScored(workspace), 120_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A Mach-O file where this system wants its own kind, or the other way about. */
const foreignBinary = Buffer.concat([Buffer.from([0xcf, 0xfa, 0xed, 0xfe]), Buffer.alloc(4096)]);

describe("a native part that is missing or made for another system", () => {
  it.each([
    ["better-sqlite3", "absent", undefined],
    ["better-sqlite3", "foreign", foreignBinary],
    ["onnxruntime-node", "absent", undefined],
    ["onnxruntime-node", "foreign", foreignBinary],
  ] as const)("is named in a line, without a stack: %s %s", { timeout: 120_000 }, async (name, how, binary) => {
    const root = install(name, binary);
    const words = new RegExp(`^quarry: ${name}, which .* does not load on ${process.platform}-${process.arch}: `);
    const { code, err } = await quarry(root, ...(name === "better-sqlite3" ? ["queue"] : ["train", "beaconing"]));
    const said = err.split("\n").filter((line) => !line.startsWith('{"t":"log"'));
    expect(
      said.find((line) => line.startsWith("quarry:")),
      err,
    ).toMatch(words);
    expect(err).toContain("npm ci");
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);

    if (how === "foreign") return;
    const doctor = await quarry(root, "doctor");
    expect(doctor.out).toMatch(new RegExp(`^broken +program: ${name}, which`, "m"));
    expect(doctor.code).toBe(1);

    if (name === "better-sqlite3") {
      const entry = join(root, "electron/hosts/worker/engine-process.ts");
      const supervisor = new EngineSupervisor({ start: () => forkEngine(entry, ["--workspace", workspace]) });
      await expect(supervisor.ready).rejects.toMatchObject({ code: "broken-install" });
      await supervisor.stop();
    } else {
      expect((await quarry(root, "snapshots")).code, "what does not score goes on").toBe(0);
    }
  });

  it("is told apart from packages that are not installed at all", async () => {
    const root = program();
    expect(existsSync(join(root, "node_modules"))).toBe(false);
    const { code, err } = await quarry(root, "queue");
    expect(err).toMatch(/^quarry: Cannot find package 'commander'.* run "npm ci" first\.\n$/);
    expect(code).toBe(1);
  });
});
