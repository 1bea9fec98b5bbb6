import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { EvidenceRow } from "../../../shared/contract/triage.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { ocsfVersion } from "../../../shared/domain/ocsf.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import { sha256 } from "../hash.ts";
import { reportOf } from "../hunts/report.ts";
import { bundleDir } from "../scoring/bundle.ts";
import { findVersion } from "../scoring/versions.ts";
import { readEvidenceRows } from "../triage/evidence-rows.ts";
import { listDatasetVersions } from "../workspace/dataset-versions.ts";
import { type BundledAnomaly, type HuntBundleManifest, manifestName, signatureName, toJsonFile, toLines } from "./bundle-format.ts";
import { toDetectionFinding } from "./detection-finding.ts";
import type { ExportSource, Told } from "./export-source.ts";
import { toIncidentFinding } from "./incident-finding.ts";
import { logSlice } from "./log-slice.ts";
import { keyIdOf, publicKeyOf, signBytes, signingKey } from "./signing-key.ts";
import { packTar, type TarFile } from "./ustar.ts";

export interface BundleTools {
  readonly queryEngine: QueryEngine;
  readonly keyPath: string;
  readonly signedBy: string;
  readonly signal: AbortSignal;
}

interface Part {
  readonly files: readonly TarFile[];
  /** What could not be put in, in words. */
  readonly missing: readonly string[];
}

/** One hunt with all that it rests on, as a signed archive: record, report, findings, events, SQL, model digests, and its part of the log. */
export async function makeHuntBundle(source: ExportSource, hunt: HuntDetail, tools: BundleTools): Promise<Uint8Array> {
  const members = source.members(hunt);
  const runs = [...new Map(members.map(({ facts }) => [facts.run.id, facts.run])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const datasets = datasetsOf(source, runs);
  const parts = [recordPart(source, hunt, members), await eventsPart(members, datasets, tools), modelPart(source, hunt, runs)];
  const files = parts.flatMap((part) => part.files).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const manifest = toJsonFile({
    ...aboutHunt(source, hunt, runs),
    signedBy: tools.signedBy,
    datasets: Object.fromEntries(datasets),
    missing: parts.flatMap((part) => part.missing),
    files: Object.fromEntries(files.map(({ name, bytes }) => [name, { sha256: sha256(bytes), bytes: bytes.length }])),
  } satisfies HuntBundleManifest);
  return packTar([{ name: manifestName, bytes: manifest }, { name: signatureName, bytes: signatureOf(manifest, tools.keyPath) }, ...files]);
}

function signatureOf(manifest: Uint8Array, keyPath: string): Buffer {
  const key = signingKey(keyPath);
  const publicKey = publicKeyOf(key);
  const signature = signBytes(key, manifest);
  return toJsonFile({ schema: 1, algorithm: "Ed25519", keyId: keyIdOf(publicKey), publicKey, manifestSha256: sha256(manifest), signature });
}

const datasetsOf = (source: ExportSource, runs: readonly Run[]): ReadonlyMap<string, string[]> =>
  new Map(
    listDatasetVersions(source.db)
      .filter(({ id }) => runs.some((run) => run.datasetVersion === id))
      .map(({ id, snapshots }) => [id, [...snapshots]]),
  );

function aboutHunt(source: ExportSource, hunt: HuntDetail, runs: readonly Run[]) {
  return {
    schema: 1 as const,
    kind: "quarry-hunt-bundle" as const,
    hunt: hunt.id,
    topic: hunt.topic,
    stage: hunt.stage,
    outcome: hunt.outcome,
    quarry: packageJson.version,
    ocsfVersion,
    runs: runs.map(({ id, model, modelVersion, datasetVersion, range, surfaced, auditShare }) => ({
      id,
      model,
      modelVersion,
      datasetVersion,
      range,
      surfaced,
      ...(auditShare === undefined ? {} : { auditShare }),
    })),
    models: versionsOf(runs).flatMap(({ model, modelVersion }) => {
      const version = findVersion(source.db, model, modelVersion);
      if (version === undefined) return [];
      const { onnxSha256, featureSqlDigest, codeDigest } = version;
      return [{ model, version: modelVersion, onnxSha256, featureSqlDigest, codeDigest }];
    }),
  };
}

const versionsOf = (runs: readonly Run[]): readonly Run[] => [...new Map(runs.map((run) => [run.modelVersion, run])).values()];

const text = (name: string, content: string): TarFile => ({ name, bytes: Buffer.from(content) });

function recordPart(source: ExportSource, hunt: HuntDetail, members: readonly Told[]): Part {
  const anomalies: BundledAnomaly[] = members.map(({ facts, finding: { id, fromUs, toUs, score, pValue, qValue } }) => ({
    id,
    run: facts.run.id,
    fromUs,
    toUs,
    score,
    pValue,
    qValue,
  }));
  const ids = new Set(hunt.anomalies.map((one) => one.anomalyId));
  const withheld = ids.size - members.length;
  return {
    files: [
      { name: "hunt.json", bytes: toJsonFile(hunt) },
      text("report.md", reportOf(hunt, "markdown").text),
      text("report.html", reportOf(hunt, "html").text),
      { name: "incident.json", bytes: toJsonFile(toIncidentFinding(hunt, members)) },
      { name: "findings.ndjson", bytes: toLines(members.map(({ facts, finding }) => toDetectionFinding(facts, finding))) },
      { name: "anomalies.ndjson", bytes: toLines(anomalies) },
      { name: "log.ndjson", bytes: toLines(logSlice(source.db, hunt.id, ids)) },
    ],
    missing: withheld === 0 ? [] : [`${withheld} members are in the blind sample and not judged yet`],
  };
}

/** The events behind the members, as they are in their snapshots. */
async function eventsPart(members: readonly Told[], datasets: ReadonlyMap<string, string[]>, tools: BundleTools): Promise<Part> {
  const rows = new Map<string, EvidenceRow>();
  const missing: string[] = [];
  for (const { facts, finding } of members) {
    const refs = finding.body.evidence.filter((ref) => !rows.has(ref.eventId));
    try {
      const snapshots = datasets.get(facts.run.datasetVersion) ?? [];
      for (const row of await readEvidenceRows(tools.queryEngine, snapshots, refs, tools.signal)) rows.set(row.ref.eventId, row);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      missing.push(`events of ${finding.id}: ${error.message}`);
    }
    const untold = finding.body.evidenceCount - finding.body.evidence.length;
    if (untold > 0)
      missing.push(
        `${untold} of the ${finding.body.evidenceCount} events of ${finding.id}: the first ${finding.body.evidence.length} are here`,
      );
  }
  const inOrder = [...rows.values()].toSorted((a, b) => a.ref.time - b.ref.time || (a.ref.eventId < b.ref.eventId ? -1 : 1));
  return { files: [{ name: "events.ndjson", bytes: toLines(inOrder) }], missing };
}

/** What each version is: the manifest that its id is the hash of, and its SQL. The model itself stays in the workspace. */
function modelPart(source: ExportSource, hunt: HuntDetail, runs: readonly Run[]): Part {
  const { sql } = hunt.record.foil;
  const files = sql.trim() === "" ? [] : [text("sql/foil.sql", sql)];
  const missing: string[] = [];
  for (const { model, modelVersion } of versionsOf(runs)) {
    const dir = bundleDir(source.root, model, modelVersion);
    const folder = `${model}-${modelVersion.slice(0, 12)}`;
    const wanted = [
      ["bundle.json", `models/${folder}.json`],
      ["features.sql", `sql/${folder}-features.sql`],
      ["evidence.sql", `sql/${folder}-evidence.sql`],
    ] as const;
    if (!existsSync(join(dir, "bundle.json"))) missing.push(`model version ${model}@${modelVersion.slice(0, 12)}`);
    else for (const [file, name] of wanted) files.push({ name, bytes: readFileSync(join(dir, file)) });
  }
  return { files, missing };
}
