import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { toJsonFile } from "../../electron/engine/exports/bundle-format.ts";
import { keyIdOf, publicKeyOf, signBytes } from "../../electron/engine/exports/signing-key.ts";
import { packTar, type TarFile, unpackTar } from "../../electron/engine/exports/ustar.ts";
import { openBundle } from "../../electron/engine/exports/verify-bundle.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-bundle-"));
const out = join(dir, "hunt.tar");
const keyPath = join(dir, "workspace", "signing-key.pem");
let engine: Engine;
let client: Client;
let hunt = "";

beforeAll(async () => {
  writeFileSync(join(dir, "conn.log"), zeekConnLog({ rows: 1000 }));
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("telemetry.import", { paths: [join(dir, "conn.log")], source: "test" });
  await client.call("scoring.run", { models: ["beaconing"], budget: 3, auditShare: 0 });
  await client.call("workspace.sign", { analyst: "ana" });
  const { rows } = await client.call("triage.queue", {});
  const anomalyIds = rows.slice(0, 2).map((row) => row.anomalyId);
  await client.call("triage.judge", { anomalyIds: anomalyIds.slice(0, 1), verdict: "malicious", techniques: ["T1071"], analyst: "ana" });
  hunt = (await client.call("hunts.open", { anomalyIds, record: { topic: "Calls home" }, analyst: "ana" })).hunt.id;
  await client.call("exports.write", { wanted: { what: "hunt", hunt }, out, analyst: "ana" });
}, 120_000);
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const verify = (path = out, key?: string) => client.call("exports.verifyArchive", { paths: [path], key });
const filesOf = (path: string): readonly TarFile[] => unpackTar(readFileSync(path)).files;
const textOf = (name: string): string =>
  Buffer.from(filesOf(out).find((file) => file.name === name)?.bytes ?? new Uint8Array()).toString("utf8");

function written(name: string, bytes: Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

describe("the archive of a hunt", () => {
  it("holds record, report, findings, events, SQL, model digests and its part of the log, and is as it was signed", async () => {
    expect(await verify()).toMatchObject({
      ok: true,
      hunt,
      topic: "Calls home",
      signedBy: "ana",
      isOurs: true,
      anomalies: 2,
      problems: [],
    });
    const names = filesOf(out).map(({ name }) => name.replace(/-[0-9a-f]{12}/, ""));
    expect(names).toEqual([
      "manifest.json",
      "signature.json",
      "anomalies.ndjson",
      "events.ndjson",
      "findings.ndjson",
      "hunt.json",
      "incident.json",
      "log.ndjson",
      "models/beaconing.json",
      "report.html",
      "report.md",
      "sql/beaconing-evidence.sql",
      "sql/beaconing-features.sql",
      "sql/foil.sql",
    ]);
    expect(textOf("report.md")).toContain("Hunt: Calls home");
    expect(textOf("events.ndjson").trimEnd().split("\n").length).toBeGreaterThan(5);
    const kinds = textOf("log.ndjson")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(["verdict.record", "hunt.open"]);
  });

  it("is signed with a key that only its owner may read", () => {
    expect(existsSync(keyPath)).toBe(true);
    if (process.platform !== "win32") expect(statSync(keyPath).mode & 0o777).toBe(0o600);
    expect(createPrivateKey(readFileSync(keyPath)).asymmetricKeyType).toBe("ed25519");
  });

  it("has the same bytes when it is made again", async () => {
    const again = join(dir, "again.tar");
    await client.call("exports.write", { wanted: { what: "hunt", hunt }, out: again, analyst: "ana" });
    expect(sha256(readFileSync(again))).toBe(sha256(readFileSync(out)));
  });

  it("gives away every flipped byte, wherever it is", () => {
    const whole = readFileSync(out);
    const random = createRandom(7);
    const trust = { key: undefined, ownKeyPath: keyPath };
    const unseen: number[] = [];
    for (let n = 0; n < 150; n += 1) {
      const at = random.below(whole.length);
      const changed = Uint8Array.from(whole);
      changed[at] = (whole[at] ?? 0) ^ (1 << (n % 8));
      if (openBundle(written("flipped.tar", changed), trust).report.ok) unseen.push(at);
    }
    expect(unseen).toEqual([]);
  });

  it.each(["report.md", "findings.ndjson", "log.ndjson", "hunt.json", "manifest.json", "signature.json"])(
    "names %s when a byte of it was flipped",
    async (name) => {
      const whole = readFileSync(out);
      const bytes = filesOf(out).find((file) => file.name === name)?.bytes;
      const changed = Buffer.from(whole);
      const from = whole.indexOf(Buffer.from(bytes ?? []));
      changed[from + 20] = (changed[from + 20] ?? 0) ^ 1;
      const { ok, problems } = await verify(written("one.tar", changed));
      expect(ok).toBe(false);
      expect(problems.map(({ file }) => file)).toContain(name);
    },
  );

  it("is refused when its manifest was made to fit a change, and when somebody else signed it", async () => {
    const changed = filesOf(out).map((file) => (file.name === "report.md" ? { ...file, bytes: Buffer.from("nothing was found") } : file));
    const manifest = JSON.parse(textOf("manifest.json")) as { files: Record<string, object> };
    manifest.files["report.md"] = { sha256: sha256("nothing was found"), bytes: 17 };
    const forged = toJsonFile(manifest);
    const withManifest = changed.map((file) => (file.name === "manifest.json" ? { ...file, bytes: forged } : file));
    expect((await verify(written("forged.tar", packTar(withManifest)))).problems).toEqual([
      { file: "manifest.json", problem: "is not what was signed" },
    ]);
    const stranger = generateKeyPairSync("ed25519").privateKey;
    const signed = withManifest.map((file) => (file.name === "signature.json" ? { ...file, bytes: signedBy(stranger, forged) } : file));
    const path = written("stranger.tar", packTar(signed));
    expect(await verify(path)).toMatchObject({ ok: true, isOurs: false });
    const { keyId } = await verify();
    expect((await verify(path, keyId ?? "")).problems).toEqual([{ file: "signature.json", problem: `was not made with the key ${keyId}` }]);
    expect((await verify(out, keyId?.slice(0, 16))).ok).toBe(true);
  });

  it("is refused with a file missing, one more, or cut off", async () => {
    const files = filesOf(out);
    const without = await verify(written("less.tar", packTar(files.filter(({ name }) => name !== "incident.json"))));
    expect(without.problems).toEqual([{ file: "incident.json", problem: "is missing" }]);
    const more = await verify(written("more.tar", packTar([...files, { name: "extra.txt", bytes: Buffer.from("x") }])));
    expect(more.problems).toEqual([{ file: "extra.txt", problem: "was put in later" }]);
    const half = await verify(written("half.tar", readFileSync(out).subarray(0, 4000)));
    expect(half.ok).toBe(false);
    await expect(verify(join(dir, "none.tar"))).rejects.toMatchObject({ code: "io" });
  });
});

function signedBy(key: KeyObject, manifest: Uint8Array): Buffer {
  const publicKey = publicKeyOf(key);
  return toJsonFile({
    schema: 1,
    algorithm: "Ed25519",
    keyId: keyIdOf(publicKey),
    publicKey,
    manifestSha256: sha256(manifest),
    signature: signBytes(key, manifest),
  });
}

describe("scoring a hunt again from its archive", () => {
  it("gives the same ids, scores and p-values, to the last bit, and stores nothing", async () => {
    const before = await client.call("scoring.runs", {});
    const { runs } = await client.call("exports.rerun", { paths: [out] });
    expect(runs).toMatchObject([{ model: "beaconing", state: "same", compared: 2, same: 2, differences: [] }]);
    expect(await client.call("scoring.runs", {})).toEqual(before);
  });

  it("says what a workspace lacks that has neither the telemetry nor the model", async () => {
    const other = await createEngine({ workspaceDir: join(dir, "other"), create: true });
    const elsewhere = createInProcessClient(other, { trust: "local", host: "test" });
    const { report, runs } = await elsewhere.call("exports.rerun", { paths: [out] });
    expect(report).toMatchObject({ ok: true, isOurs: false });
    expect(runs).toMatchObject([{ state: "missing", same: 0 }]);
    expect(runs[0]?.because).not.toBe("");
    await other.close();
  });

  it("is refused for an archive that is not as it was signed", async () => {
    const path = written("bad.tar", readFileSync(out).subarray(0, 4000));
    await expect(client.call("exports.rerun", { paths: [path] })).rejects.toMatchObject({ code: "bad-input" });
  });
});
