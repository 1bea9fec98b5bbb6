import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { z } from "zod";
import { createEngine } from "../../../electron/engine/engine.ts";
import { toJsonFile, toLines } from "../../../electron/engine/exports/bundle-format.ts";
import { keyIdOf, publicKeyOf, signBytes, signingKey } from "../../../electron/engine/exports/signing-key.ts";
import { packTar, type TarFile } from "../../../electron/engine/exports/ustar.ts";
import { openBundle } from "../../../electron/engine/exports/verify-bundle.ts";
import { sha256 } from "../../../electron/engine/hash.ts";
import { createWorkspace } from "../../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../../electron/hosts/in-process/in-process-client.ts";
import { writeTestPackage } from "../../engine/scoring-fixture.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJsonText } from "../mutate.ts";

/** A signed archive of a hunt, with entries of a real log. */
function seedBundle(root: string): { readonly bytes: Buffer; readonly files: readonly TarFile[] } {
  const workspace = createWorkspace(join(root, "workspace"));
  for (const n of [1, 2]) workspace.log.append({ actor: "ada", kind: "note.record", body: { anomalyId: "a1", text: `note ${n}` } });
  const entries = [...workspace.log.entries()];
  workspace.close();
  const key = signingKey(join(root, "key.pem"));
  const anomaly = { id: "a1", run: "r1", fromUs: 0, toUs: 1, score: 0.5, pValue: 0.01, qValue: 0.1 };
  const content: TarFile[] = [
    { name: "anomalies.ndjson", bytes: toLines([anomaly]) },
    { name: "log.ndjson", bytes: toLines(entries) },
    { name: "report.md", bytes: Buffer.from("# Hunt\n") },
  ];
  const manifest = toJsonFile({
    schema: 1,
    kind: "quarry-hunt-bundle",
    hunt: "h1",
    topic: "Calls home",
    stage: "closed",
    outcome: null,
    signedBy: "ada",
    quarry: "1",
    ocsfVersion: "1",
    runs: [{ id: "r1", model: "m", modelVersion: "v", datasetVersion: "d", range: {}, surfaced: 1 }],
    datasets: { d: ["s"] },
    models: [],
    missing: [],
    files: Object.fromEntries(content.map(({ name, bytes }) => [name, { sha256: sha256(bytes), bytes: bytes.length }])),
  });
  const publicKey = publicKeyOf(key);
  const signature = toJsonFile({
    schema: 1,
    algorithm: "Ed25519",
    keyId: keyIdOf(publicKey),
    publicKey,
    manifestSha256: sha256(manifest),
    signature: signBytes(key, manifest),
  });
  const files = [{ name: "manifest.json", bytes: manifest }, { name: "signature.json", bytes: signature }, ...content];
  return { bytes: Buffer.from(packTar(files)), files };
}

/** No change of any byte goes unnoticed, and what cannot be read is said, never thrown. */
const huntBundle = fuzzTarget<Buffer>({
  name: "hunt-bundle",
  quickCases: 75,
  boundMs: 10_000,
  says: "file",
  open: (root) => {
    const { bytes, files } = seedBundle(root);
    const path = join(root, "hunt.tar");
    const trust = { key: undefined, ownKeyPath: join(root, "key.pem") };
    const parts = files.filter(({ name }) => name.endsWith("json") && !name.startsWith("log"));
    // Whole archives around one changed file: what a byte flipped in the archive would be caught at before it is read.
    const repacked = fc.constantFrom(...parts).chain((part) =>
      mutatedJsonText(
        Buffer.from(part.bytes)
          .toString("utf8")
          .trim()
          .split("\n")
          .map((line): unknown => JSON.parse(line)),
      ).map((text) => Buffer.from(packTar(files.map((file) => (file === part ? { ...file, bytes: Buffer.from(text) } : file))))),
    );
    return {
      inputs: fc.oneof(mutatedBytes([bytes], ["ustar\0", "../x", "00000000000\0"]), repacked),
      take: (archive) => {
        writeFileSync(path, archive);
        const { report } = openBundle(path, trust);
        if (report.ok !== archive.equals(bytes))
          throw new Error(report.ok ? "a changed archive passes" : "the archive as written does not pass");
      },
    };
  },
});

const refusedSuite = z.object({ code: z.literal("bad-input") });

/** A file of cases, through the whole engine; it is for another model, so that the last thing that can be said of it is said. */
const suite = fuzzTarget<string>({
  name: "suite-import",
  quickCases: 50,
  boundMs: 10_000,
  says: "why",
  open: async (root) => {
    writeTestPackage(join(root, "packages", "odd-pairs"));
    const engine = await createEngine({ workspaceDir: join(root, "workspace"), packagesDir: join(root, "packages"), create: true });
    const client = createInProcessClient(engine, { trust: "local", host: "test" });
    await client.call("workspace.sign", { analyst: "ada" });
    const path = join(root, "suite.json");
    const seed = {
      schema: 1,
      model: "beaconing",
      title: "Cases",
      cases: [
        {
          id: "one",
          title: "One",
          expect: "flag",
          technique: "T1071",
          row: { a: 1, b: null },
          source: { anomalyId: "a", verdict: "malicious" },
        },
        { id: "two", title: "Two", expect: "pass", row: { a: 0, b: 1 }, source: { anomalyId: "b", verdict: "benign" } },
      ],
    };
    return {
      inputs: mutatedJsonText([seed]),
      take: async (text) => {
        writeFileSync(path, text);
        const before = readFileSync(path, "utf8");
        const outcome = await client.call("suites.import", { model: "odd-pairs", paths: [path] }).catch((error: unknown) => error);
        if (before !== readFileSync(path, "utf8")) throw new Error("the file was changed");
        refusedSuite.parse(outcome);
        throw outcome;
      },
      close: () => engine.close(),
    };
  },
});

export const exchangeTargets: readonly FuzzTarget[] = [huntBundle, suite];
