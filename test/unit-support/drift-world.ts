import { DriftSettings } from "../../shared/contract/drift-settings.ts";
import { FeatureSpec } from "../../shared/contract/models.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { buildEnvelope } from "../../electron/engine/drift/build-envelope.ts";
import { checkDrift } from "../../electron/engine/drift/check-drift.ts";
import type { DataFacts, Envelope } from "../../electron/engine/drift/envelope.ts";
import { dayUs } from "../../electron/engine/drift/time-blocks.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";

/** Telemetry in which nothing happens unless told: eight features of different shapes over AR(1) noise, and a score of them. */
export interface World {
  readonly rowsPerDay: number;
  readonly days: number;
  readonly seed: number;
  /** Correlation of successive rows. */
  readonly rho: number;
  readonly startUs?: number;
  /** Changes one value, given its row's random number; the score follows. */
  readonly change?: (feature: string, value: number, chance: number) => number;
}

const shapes: Readonly<Record<string, (z: number, chance: number) => number>> = {
  normal: (z) => 10 + 2 * z,
  lognormal: (z) => Math.exp(1.2 * z),
  count: (z) => Math.floor(Math.exp(3 + z)),
  grade: (z) => (z < -1 ? 0 : z < 0.3 ? 1 : z < 1.4 ? 2 : 3),
  flag: (z) => (z > 1.2 ? 1 : 0),
  heavy: (z) => z ** 3,
  wave: (z) => Math.sin(z),
  gappy: (z, chance) => (chance < 0.03 ? Number.NaN : 5 + z),
};
export const driftFeatures = Object.keys(shapes);
const start = Date.UTC(2026, 0, 5) * 1000;

const specs = driftFeatures.map((name) =>
  FeatureSpec.parse({
    name,
    title: name,
    description: "",
    direction: "both",
    nullPolicy: { impute: 0 },
    attackerControlled: false,
  }),
);

export interface Rows {
  readonly matrix: FeatureMatrix;
  readonly scores: Float32Array;
}

/** Rows evenly over the days. A score is the mean size of what the features are driven by, as far as their values show it. */
export function worldRows({ rowsPerDay, days, seed, rho, startUs = start, change = (_, v) => v }: World): Rows {
  const random = createRandom(seed);
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
  const rowCount = Math.round(rowsPerDay * days);
  const observed = new Float64Array(rowCount * driftFeatures.length);
  const scores = new Float32Array(rowCount);
  const latent = driftFeatures.map(gaussian);
  for (let row = 0; row < rowCount; row++) {
    for (const [f, name] of driftFeatures.entries()) {
      latent[f] = rho * (latent[f] ?? 0) + Math.sqrt(1 - rho * rho) * gaussian();
      const chance = random.float();
      const value = change(name, shapes[name]?.(latent[f] ?? 0, chance) ?? 0, random.float());
      observed[f * rowCount + row] = value;
      if (name === "normal" || name === "gappy") {
        const size = Number.isNaN(value) ? 0 : Math.abs(name === "normal" ? (value - 10) / 2 : value - 5);
        scores[row] = (scores[row] ?? 0) + size / 2;
      }
    }
  }
  const windowFromUs = Float64Array.from({ length: rowCount }, (_, row) => startUs + Math.floor((row / rowCount) * days * dayUs));
  const matrix: FeatureMatrix = {
    rowCount,
    keys: [{ column: "id", values: Array.from({ length: rowCount }, (_, row) => String(row)) }],
    labels: Array.from({ length: rowCount }, (_, row) => String(row)),
    windowFromUs,
    windowToUs: windowFromUs,
    events: new Float64Array(rowCount).fill(1),
    extras: new Map(),
    featureNames: driftFeatures,
    observed,
    model: new Float32Array(),
  };
  return { matrix, scores };
}

const isHeldOut = (row: number): boolean => row % 5 === 0;
const operatingP = 0.05;

export const plainFacts: DataFacts = {
  ocsfVersion: "1.8.0",
  sources: [{ source: "zeek", events: 1000, classes: { network_activity: 1000 }, mappings: ["m1"], files: ["conn"] }],
  columns: [{ source: "zeek", class: "network_activity", column: "traffic_bytes_out", events: 1000, filled: 900 }],
  spanUs: 20 * dayUs,
};

export interface TrainedWorld {
  readonly envelope: Envelope;
  readonly isAlert: (score: number) => boolean;
}

export function trainOn({ matrix, scores }: Rows, grain: "instance" | "hour" | "day" = "instance"): TrainedWorld {
  const rows = Array.from({ length: matrix.rowCount }, (_, row) => row);
  const held = rows.filter(isHeldOut);
  const heldScores = Float32Array.from(held, (row) => scores[row] ?? 0);
  const limit = heldScores.toSorted()[Math.floor(heldScores.length * (1 - operatingP))] ?? Infinity;
  const isAlert = (score: number): boolean => score >= limit;
  const envelope = buildEnvelope({
    grain,
    matrix,
    rows,
    heldOut: { rows: held, scores: heldScores },
    operatingPoint: { pValue: operatingP, isAlert },
    importance: driftFeatures.map(() => 1 / driftFeatures.length),
    data: plainFacts,
  });
  return { envelope, isAlert };
}

export function checkWorld(
  { envelope, isAlert }: TrainedWorld,
  { matrix, scores }: Rows,
  { settings = {}, data = plainFacts }: { settings?: object; data?: DataFacts } = {},
) {
  const from = matrix.windowFromUs[0] ?? 0;
  const days = Math.ceil(((matrix.windowFromUs.at(-1) ?? 0) - from) / dayUs);
  return checkDrift({
    envelope,
    spec: { name: "made", features: specs, requires: ["network_activity"], drift: DriftSettings.parse(settings) },
    scored: { matrix, scores, isHeldOut, isAlert },
    data,
    covered: { from, to: from + days * dayUs },
    history: [],
  });
}

/** The moment after so many days. */
export const afterDays = (days: number): number => start + days * dayUs;
