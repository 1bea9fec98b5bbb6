import type { CaseDetail, Contribution, QueueRow } from "../../shared/contract/triage.ts";
import { createRandom } from "../../shared/lib/random.ts";

/** Hand-made cases in the shape of the contract, for looking at screens and for tests of the desk without an engine. */
const day = 86_400_000_000;
export const nowUs = Date.UTC(2026, 2, 23, 9, 0) * 1000;

interface Story {
  readonly model: string;
  readonly label: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly headline: string;
  readonly reasons: readonly [string, string, string];
  readonly q: number;
  readonly isNew: boolean;
  readonly evidence: number;
}

const stories: readonly Story[] = [
  {
    model: "beaconing",
    label: "WS-117 → cdn-metrics.net",
    keys: { src: "10.20.4.31", dst: "cdn-metrics.net" },
    headline: "WS-117 contacted cdn-metrics.net every 60 s for 9 h 12 min; no other host in the estate ever has.",
    reasons: ["Interval regularity 0.98 over 551 contacts", "1 of 152 hosts contacts this domain", "Reply size varies by 3 bytes"],
    q: 0.002,
    isNew: true,
    evidence: 551,
  },
  {
    model: "process-rarity",
    label: "WS-117 · rundll32.exe",
    keys: { process_uid: "5f1a0f2c-33aa-61e4-0000-0010a1b2c3d4" },
    headline: "rundll32.exe on WS-117 was started by WINWORD.EXE and opened lsass.exe; neither was ever seen before in the estate.",
    reasons: ["Child of Word, never seen before", "Opened lsass.exe with 0x1410", "Command line is 4 times longer than usual"],
    q: 0.004,
    isNew: true,
    evidence: 14,
  },
  {
    model: "beaconing",
    label: "PRN-01 → 203.0.113.80",
    keys: { src: "10.20.9.12", dst: "203.0.113.80" },
    headline: "PRN-01 opened TLS connections to 203.0.113.80 each night between 01:00 and 01:20 for 6 nights.",
    reasons: ["Printer with outbound TLS at night", "Destination contacted by 1 of 152 hosts", "Same size within 12 bytes"],
    q: 0.034,
    isNew: false,
    evidence: 18,
  },
  {
    model: "process-rarity",
    label: "SRV-SQL1 · cmd.exe",
    keys: { process_uid: "9f1a0f2c-0001-61e4-0000-0010a1b2c3d4" },
    headline: "cmd.exe ran under sqlservr.exe on SRV-SQL1, for the second time in 30 days.",
    reasons: ["Shell under sqlservr.exe, twice in 30 d", "Runs as a service account", "Parent has 2 kinds of children in all"],
    q: 0.041,
    isNew: false,
    evidence: 6,
  },
  {
    model: "beaconing",
    label: "LT-088 → 198.51.100.7",
    keys: { src: "10.20.6.88", dst: "198.51.100.7" },
    headline: "LT-088 sent 4.1 GB to 198.51.100.7 on 18 Mar; its median is 12 MB a day.",
    reasons: ["4.1 GB out, 30 d median 12 MB", "Contacted on 1 of 14 days", "One connection of 6 h 40 min"],
    q: 0.062,
    isNew: false,
    evidence: 41,
  },
  {
    model: "process-rarity",
    label: "LT-204 · \u202Eexe.slx",
    keys: { process_uid: "1f1a0f2c-0001-61e4-0000-0010a1b2c3d4" },
    headline: "A program whose name holds a right-to-left override ran on LT-204 from the downloads folder.",
    reasons: ["Name \u202Eexe.slx seen on 1 of 152 hosts", "Started from a downloads folder", "Unsigned"],
    q: 0.071,
    isNew: true,
    evidence: 3,
  },
];

const hosts = ["WS", "LT", "SRV", "PRN"];
const things = [
  "mshta.exe",
  "certutil.exe",
  "updates.example.net",
  "api.vendor.example",
  "powershell.exe",
  "203.0.113.9",
  "sync.example.org",
];

function storyAt(i: number): Story {
  const known = stories[i];
  if (known !== undefined) return known;
  const random = createRandom(i + 1);
  const host = `${hosts[random.below(hosts.length)] ?? "WS"}-${String(100 + random.below(800))}`;
  const thing = things[random.below(things.length)] ?? "cmd.exe";
  const isProcess = thing.endsWith(".exe");
  const n = 2 + random.below(400);
  return {
    model: isProcess ? "process-rarity" : "beaconing",
    label: `${host} ${isProcess ? "·" : "→"} ${thing}`,
    keys: { host, thing },
    headline: isProcess
      ? `${thing} ran on ${host}, which ${String(1 + random.below(3))} hosts ever did.`
      : `${host} contacted ${thing} ${String(n)} times at regular intervals.`,
    reasons: isProcess
      ? [`Seen on ${String(1 + random.below(3))} of 152 hosts`, "Parent is unusual for it", "Runs outside working hours"]
      : [`Regular contact, ${String(n)} times`, "Few hosts contact it", "Replies of one size"],
    q: Math.min(0.99, 0.08 + i * 0.00001),
    isNew: random.below(7) === 0,
    evidence: n,
  };
}

export const anomalyIdAt = (i: number): string => `a${String(i + 1).padStart(7, "0")}f3c9d2`;
export const indexOfAnomaly = (id: string): number => Number(id.slice(1, 8)) - 1;

/** Some can be acted on, some lack an owner or a whole hour. The last few of the usual forty were scored by a clock seven minutes off. */
function healthAt(i: number): QueueRow["health"] {
  if (i >= suppressedFrom && i < 40) return { state: "suppressed", failing: ["skew"], warnings: [], weight: 1 };
  if (i % 3 === 1) return { state: "context-limited", failing: ["owner_cov", "cmdb_age"], warnings: ["gap"], weight: 0.8 };
  return { state: "actionable", failing: [], warnings: i % 4 === 3 ? ["gap"] : [], weight: i % 4 === 3 ? 0.8 : 1 };
}
export const suppressedFrom = 37;

export function rowAt(i: number): QueueRow {
  const story = storyAt(i);
  const from = nowUs - day * (1 + (i % 9)) + (i % 11) * 3_600_000_000;
  return {
    rank: i + 1,
    anomalyId: anomalyIdAt(i),
    subject: { type: story.model === "beaconing" ? "pair" : "process", keys: { ...story.keys }, label: story.label },
    window: { from, to: from + 33_120_000_000 },
    score: Math.max(0.4, 0.82 - i * 0.000004),
    pValue: Math.min(0.9, story.q / 8),
    qValue: story.q,
    reasons: [...story.reasons],
    evidence: [
      {
        eventId: `7f3a9c0000000000-${String(i)}`,
        class: "network_activity",
        time: from,
        file: "zeek/conn.2026-03-22.log.gz",
        record: 1000 + i,
        ids: { uid: `CHhAvVGS1DHFjwGM${String(i)}` },
      },
    ],
    evidenceCount: story.evidence,
    model: story.model,
    version: story.model === "beaconing" ? "7f3a9c51d20b44e8" : "e91c02aa10c2f00d",
    stage: story.model === "beaconing" ? "champion" : "registered",
    run: "r41d0c9",
    dataset: "d9c4417b02",
    isNew: story.isNew,
    priorVerdicts: i % 5 === 2 ? 1 : 0,
    blind: null,
    review: null,
    health: healthAt(i),
    envelope: null,
    hold: null,
    state: null,
  };
}

const parts = (values: readonly number[], n: number): Contribution["baseline"] => {
  const [min = 0, p05 = 0, p25 = 0, median = 0, p75 = 0, p95 = 0, max = 0] = values;
  return { n, min, p05, p25, median, p75, p95, max };
};

const features: readonly (readonly [string, string, string, number, number, readonly number[], boolean])[] = [
  ["regularity", "Interval regularity", "", 0.98, 2.9, [0, 0.05, 0.18, 0.31, 0.44, 0.62, 0.99], true],
  ["hosts_share", "Share of hosts", "share", 0.0066, 2.2, [0.0066, 0.12, 0.28, 0.55, 0.74, 0.9, 1], false],
  ["reply_spread", "Spread of reply size", "bytes", 3, 1.1, [0, 400, 6000, 21_000, 44_000, 88_000, 4_200_000], true],
  ["contacts", "Contacts in the window", "", 551, 0.9, [1, 2, 4, 9, 31, 210, 9120], true],
  ["age_days", "Days since first seen", "", 0.03, 0.7, [0, 1, 9, 21, 30, 30, 30], false],
  ["duration", "Median duration", "seconds", 0.21, 0.2, [0, 0.02, 0.11, 0.4, 2.1, 61, 40_000], true],
  ["peers", "Peers that do the same", "", 0, 0.1, [0, 0, 1, 3, 8, 14, 20], false],
  ["office_hours", "Share in office hours", "share", 0.71, -0.3, [0, 0.2, 0.6, 0.81, 0.96, 1, 1], true],
  ["bytes_out", "Bytes out", "bytes", 110_400, -0.4, [0, 900, 6200, 31_000, 210_000, 4_100_000, 9e9], true],
];

export function detailOf(row: QueueRow): CaseDetail {
  const story = storyAt(indexOfAnomaly(row.anomalyId));
  const contributions = features.map(([feature, title, unit, value, contribution, baseline, attackerControlled], i): Contribution => ({
    feature,
    title,
    unit,
    value,
    contribution,
    baseline: parts(baseline, 41_208),
    comparisons: {
      own: { n: 13, lower: i === 0 ? 1 : 0.5, higher: i === 0 ? 0 : 0.25, of: "its own other windows" },
      peers:
        i === 1
          ? { unknownBecause: "no CMDB row gives its host a role" }
          : { n: 312, lower: 0.9936, higher: 0.0032, of: "24 other hosts with the role workstation" },
      estate: { n: 41_207, lower: 0.9997, higher: 0.0002, of: "other subjects of the run" },
    },
    percentile: value > (baseline[5] ?? 0) ? 0.9997 : value < (baseline[1] ?? 0) ? 0.0012 : 0.5,
    sentence: story.reasons[i] ?? `${title} ${String(value)}`,
    attackerControlled,
  }));
  const base = -9.2;
  return {
    row,
    headline: story.headline,
    attack: [{ technique: "T1071", name: "Application Layer Protocol" }],
    base,
    additiveScore: contributions.reduce((sum, c) => sum + c.contribution, base),
    contributions,
    whyNotHigher: "Bytes out and office hours are ordinary for this host; they lower the score by 0.7.",
    subjectsScored: 41_208,
    calibrationRows: 9340,
    grain: [{ column: "src", entity: "host", title: "Source" }],
    history: [],
    prior:
      row.priorVerdicts === 0
        ? []
        : [
            {
              anomalyId: anomalyIdAt(0),
              label: "svc-backup → FS-02",
              model: "logon",
              verdict: "malicious",
              analyst: "M. Okafor",
              at: nowUs - 2 * day,
              same: "entity",
            },
          ],
    notes: [],
    lineage: {
      run: row.run,
      modelVersion: row.version,
      datasetVersion: row.dataset,
      trainedOn: "d0c81a77",
      featureSqlDigest: "77ab10c4d1",
      onnxSha256: "4be210ffcc",
      codeDigest: "0c11d2e3f4",
      ocsfVersion: "1.8.0",
      mappingDigests: ["9c1e44aa"],
      seed: 41,
      files: [
        { name: "zeek/conn.2026-03-22.log.gz", sha256: "a1b2c3d4e5f6" },
        { name: "windows/sysmon-2026-03.json.zip!export.json", sha256: "b1b2c3d4e5f6" },
      ],
    },
  };
}
