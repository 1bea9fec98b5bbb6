import type { BundleReport, BundleRerun, ExportedFile, ExportPlan, Wanted } from "../../shared/contract/exports.ts";

/** What an estate of three hunts and many anomalies would export. */
export const samplePlan = (wanted: Wanted): ExportPlan => {
  const units = {
    findings: "Detection Finding",
    incidents: "Incident Finding",
    navigator: "technique",
    stix: "sighting",
    hunt: "anomaly",
    log: "entry",
    drift: "check",
  } as const;
  return {
    unit: units[wanted.what],
    rows: 42,
    parts: [
      { title: "Confirmed malicious", n: 2 },
      { title: "Not judged", n: 40 },
    ],
    leftOut: [{ because: "in the blind sample and not judged yet", n: 3 }],
    remarks: ["2 of 42 are alerts: a finding is one only after a person confirmed it as malicious."],
  };
};

export const sampleExported = (wanted: Wanted, out?: string): ExportedFile & { decision: string } => ({
  schema: 1,
  wanted,
  file: out ?? `${wanted.what}-0123456789ab.ndjson`,
  mediaType: "application/x-ndjson",
  sha256: "0123456789abcdef".repeat(4),
  bytes: 12_345,
  rows: 42,
  leftOut: [{ because: "in the blind sample and not judged yet", n: 3 }],
  modelVersions: ["v1"],
  datasetVersions: ["d1"],
  decision: "d0123456789abcdef",
});

export const sampleBundleReport: BundleReport = {
  ok: true,
  hunt: "h0000000000000001",
  topic: "Relay on ws-117",
  signedBy: "ana",
  keyId: "0123456789abcdef".repeat(4),
  isOurs: true,
  files: 12,
  anomalies: 2,
  missing: [],
  problems: [],
};

export const sampleRerun: BundleRerun = {
  report: sampleBundleReport,
  runs: [
    {
      run: "r1",
      model: "beaconing",
      modelVersion: "v1",
      datasetVersion: "d1",
      state: "same",
      because: "",
      compared: 2,
      same: 2,
      differences: [],
    },
  ],
};
