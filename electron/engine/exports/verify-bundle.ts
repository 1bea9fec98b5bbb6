import { existsSync, readFileSync, statSync } from "node:fs";
import type { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { BundleReport } from "../../../shared/contract/exports.ts";
import { contentId, sha256 } from "../hash.ts";
import { BundledAnomaly, HuntBundleManifest, manifestName, Signature, signatureName, toJsonFile } from "./bundle-format.ts";
import { isAsWritten, LoggedDecision } from "./log-slice.ts";
import { isSignedBy, keyIdOf, publicKeyOf, signingKey } from "./signing-key.ts";
import { unpackTar } from "./ustar.ts";

/** Larger than any hunt of a few hundred anomalies, and small enough to be read whole. */
const maxBytes = 2 ** 30;

export interface OpenedBundle {
  readonly report: BundleReport;
  /** Undefined when it cannot be read. */
  readonly manifest: HuntBundleManifest | undefined;
  readonly anomalies: readonly BundledAnomaly[];
}

interface Trust {
  /** The key that must have signed. */
  readonly key: string | undefined;
  /** Where this workspace's own key is, if it has one. */
  readonly ownKeyPath: string;
}

type Problem = BundleReport["problems"][number];

/** Checks every byte of a bundle: the archive, its signature, each file, each entry of the log, each model's id. Throws AppError `bad-input` or `io`. */
export function openBundle(path: string, trust: Trust): OpenedBundle {
  const archive = readArchive(path);
  const { files, problem } = unpackTar(archive);
  const byName = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const problems: Problem[] =
    problem === undefined ? [] : [{ file: problem.place, problem: `byte ${problem.at} is not the one that was written` }];
  if (byName.size !== files.length) problems.push({ file: "the archive", problem: "a file is there twice" });
  const manifest = readJson(byName, manifestName, HuntBundleManifest, problems);
  const keyId = checkSignature(byName, trust.key, problems);
  if (manifest !== undefined) checkFiles(manifest, byName, problems);
  checkModels(byName, problems);
  checkLog(byName, problems);
  const ownKey = existsSync(trust.ownKeyPath) ? keyIdOf(publicKeyOf(signingKey(trust.ownKeyPath))) : undefined;
  const anomalies = readLines(byName, "anomalies.ndjson", BundledAnomaly, problems);
  return {
    manifest,
    anomalies,
    report: {
      ok: problems.length === 0,
      hunt: manifest?.hunt ?? null,
      topic: manifest?.topic ?? null,
      signedBy: manifest?.signedBy ?? null,
      keyId: keyId ?? null,
      isOurs: keyId !== undefined && keyId === ownKey,
      files: files.length,
      anomalies: anomalies.length,
      missing: manifest?.missing ?? [],
      problems,
    },
  };
}

function readArchive(path: string): Uint8Array {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new AppError("io", `there is no file ${path}`, { file: path });
  if (size > maxBytes) throw new AppError("bad-input", `${path} is too large for a bundle`, { file: path });
  return readFileSync(path);
}

type Files = ReadonlyMap<string, Uint8Array>;

/** A JSON file in its one form. */
function readJson<T>(files: Files, name: string, schema: z.ZodType<T>, problems: Problem[]): T | undefined {
  const bytes = files.get(name);
  if (bytes === undefined) {
    problems.push({ file: name, problem: "is missing" });
    return undefined;
  }
  const parsed = schema.safeParse(parseJson(Buffer.from(bytes).toString("utf8")));
  if (parsed.success && toJsonFile(parsed.data).equals(bytes)) return parsed.data;
  problems.push({ file: name, problem: "was changed after it was written" });
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readLines<T>(files: Files, name: string, schema: z.ZodType<T>, problems: Problem[]): T[] {
  const lines = Buffer.from(files.get(name) ?? new Uint8Array())
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.flatMap((line, i) => {
    const parsed = schema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    problems.push({ file: name, problem: `line ${i + 1} is not readable` });
    return [];
  });
}

function checkSignature(files: Files, wantedKey: string | undefined, problems: Problem[]): string | undefined {
  const manifest = files.get(manifestName);
  const signature = readJson(files, signatureName, Signature, problems);
  if (signature === undefined || manifest === undefined) return undefined;
  const say = (file: string, problem: string): void => void problems.push({ file, problem });
  if (keyIdOf(signature.publicKey) !== signature.keyId) say(signatureName, "its key is not the one that it names");
  if (signature.manifestSha256 !== sha256(manifest)) say(manifestName, "is not what was signed");
  else if (!isSignedBy(signature.publicKey, manifest, signature.signature))
    say(signatureName, "its signature does not belong to the manifest");
  if (wantedKey !== undefined && !signature.keyId.startsWith(wantedKey.toLowerCase()))
    say(signatureName, `was not made with the key ${wantedKey}`);
  return signature.keyId;
}

function checkFiles({ files: listed }: HuntBundleManifest, files: Files, problems: Problem[]): void {
  for (const [name, { sha256: digest, bytes }] of Object.entries(listed)) {
    const found = files.get(name);
    if (found === undefined) problems.push({ file: name, problem: "is missing" });
    else if (found.length !== bytes || sha256(found) !== digest) problems.push({ file: name, problem: "was changed after it was signed" });
  }
  for (const name of files.keys())
    if (!Object.hasOwn(listed, name) && name !== manifestName && name !== signatureName)
      problems.push({ file: name, problem: "was put in later" });
}

/** A model version's id is the hash of its manifest. */
function checkModels(files: Files, problems: Problem[]): void {
  for (const [name, bytes] of files) {
    const short = /^models\/.+-([0-9a-f]{12})\.json$/.exec(name)?.[1];
    if (short === undefined) continue;
    const manifest = parseJson(Buffer.from(bytes).toString("utf8"));
    if (manifest === undefined || !contentId(manifest).startsWith(short))
      problems.push({ file: name, problem: "is not the version that it is named for" });
  }
}

function checkLog(files: Files, problems: Problem[]): void {
  for (const entry of readLines(files, "log.ndjson", LoggedDecision, problems))
    if (!isAsWritten(entry)) problems.push({ file: "log.ndjson", problem: `entry ${entry.seq} is not what was decided` });
}
