import { z } from "zod";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";

export const manifestName = "manifest.json";
export const signatureName = "signature.json";

const Digest = z.object({ sha256: z.string(), bytes: z.number().int() });

/** One run behind the hunt, with all that scoring again needs. */
export const BundledRun = z.object({
  id: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  datasetVersion: z.string(),
  range: z.object({ from: z.number().int().optional(), to: z.number().int().optional() }),
  surfaced: z.number().int(),
  auditShare: z.number().optional(),
});
export type BundledRun = z.infer<typeof BundledRun>;

/** `manifest.json`: what the signature is over. */
export const HuntBundleManifest = z.object({
  schema: z.literal(1),
  kind: z.literal("quarry-hunt-bundle"),
  hunt: z.string(),
  topic: z.string(),
  stage: z.string(),
  outcome: z.string().nullable(),
  signedBy: z.string(),
  quarry: z.string(),
  ocsfVersion: z.string(),
  runs: z.array(BundledRun),
  /** Snapshots by dataset version. */
  datasets: z.record(z.string(), z.array(z.string())),
  models: z.array(
    z.object({ model: z.string(), version: z.string(), onnxSha256: z.string(), featureSqlDigest: z.string(), codeDigest: z.string() }),
  ),
  /** What should be in it and was gone from the workspace, in words. */
  missing: z.array(z.string()),
  files: z.record(z.string(), Digest),
});
export type HuntBundleManifest = z.infer<typeof HuntBundleManifest>;

export const Signature = z.object({
  schema: z.literal(1),
  algorithm: z.literal("Ed25519"),
  keyId: z.string(),
  publicKey: z.string(),
  manifestSha256: z.string(),
  signature: z.string(),
});

/** One line of `anomalies.ndjson`: what scoring again has to give. */
export const BundledAnomaly = z.object({
  id: z.string(),
  run: z.string(),
  fromUs: z.number(),
  toUs: z.number(),
  score: z.number(),
  pValue: z.number(),
  qValue: z.number(),
});
export type BundledAnomaly = z.infer<typeof BundledAnomaly>;

/** Canonical, so that there is one form of it. */
export const toJsonFile = (value: unknown): Buffer => Buffer.from(`${canonicalJson(value)}\n`);
export const toLines = (values: readonly unknown[]): Buffer => Buffer.from(values.map((value) => `${canonicalJson(value)}\n`).join(""));
