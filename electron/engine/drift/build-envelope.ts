import { invariant } from "../../../shared/lib/invariant.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { effectOf, leaveOut } from "./effect.ts";
import type { DataFacts, Envelope, Profile } from "./envelope.ts";
import { savedCounts, toProfile } from "./profile.ts";
import { blockLength, dayUs, inTime, type TimeBlocks, toBlocks } from "./time-blocks.ts";

/** Days of the window where subjects are days; one day holds one block of them, which is none to permute. */
export const daysOfWindow = (blockUs: number): number => (blockUs === dayUs ? 7 : 1);

interface Training {
  readonly grain: "instance" | "hour" | "day";
  readonly matrix: FeatureMatrix;
  /** Rows that are ordinary as far as is known: trained on or held out. */
  readonly rows: readonly number[];
  /** Held out from training, with their scores; empty when there are none. */
  readonly heldOut: { readonly rows: readonly number[]; readonly scores: Float32Array };
  readonly operatingPoint: { readonly pValue: number; readonly isAlert: (score: number) => boolean };
  /** One per feature; they sum to 1. */
  readonly importance: readonly number[];
  readonly data: DataFacts;
}

const columnOf = ({ observed, rowCount }: FeatureMatrix, f: number, rows: Uint32Array): Float64Array =>
  Float64Array.from(rows, (row) => observed[f * rowCount + row] ?? Number.NaN);

/** How many blocks with rows a window usually has: nights and week-ends may hold none. */
function usualBlocks({ fromUs }: TimeBlocks, windowUs: number): number {
  const byWindow = new Map<number, number>();
  for (const from of fromUs) byWindow.set(Math.floor(from / windowUs), (byWindow.get(Math.floor(from / windowUs)) ?? 0) + 1);
  const counts = [...byWindow.values()].toSorted((a, b) => a - b);
  return Math.max(1, counts[Math.floor(counts.length / 2)] ?? 1);
}

function withNull(profile: Profile, windowBlocks: number): Profile {
  const ends = { below: profile.support[0] ?? 0, beyond: profile.support.at(-1) ?? 0 };
  return { ...profile, nullDist: leaveOut(savedCounts(profile), windowBlocks, effectOf(profile, ends)) };
}

/** Describes what a version is trained on. Deterministic: the same rows in the same order give the same envelope. */
export function buildEnvelope(training: Training): Envelope {
  const { matrix, importance, heldOut, data, operatingPoint } = training;
  const rows = inTime(matrix.windowFromUs, training.rows);
  const columns = matrix.featureNames.map((_, f) => columnOf(matrix, f, rows));
  const blockUs = blockLength(training.grain, matrix.windowFromUs, rows, columns);
  const blocks = toBlocks(matrix.windowFromUs, rows, blockUs);
  const windowBlocks = usualBlocks(blocks, daysOfWindow(blockUs) * dayUs);
  const features = matrix.featureNames.map((name, f) => {
    const values = columns[f];
    invariant(values !== undefined, "every feature has a column");
    return [name, { ...withNull(toProfile(values, blocks), windowBlocks), importance: importance[f] ?? 0 }] as const;
  });
  const rowsOf = new Uint32Array(blocks.blocks);
  for (const block of blocks.blockOf) rowsOf[block] = (rowsOf[block] ?? 0) + 1;
  return {
    schema: 1,
    blockUs,
    windowBlocks,
    blocks: blocks.fromUs.map((fromUs, b) => ({ fromUs, rows: rowsOf[b] ?? 0 })),
    features: Object.fromEntries(features),
    ...(heldOut.rows.length === 0 ? {} : { score: scoreProfile(training, blockUs, windowBlocks) }),
    alerts: {
      pValue: operatingPoint.pValue,
      flagged: heldOut.scores.reduce((sum, score) => sum + (operatingPoint.isAlert(score) ? 1 : 0), 0),
      n: heldOut.scores.length,
    },
    data,
  };
}

function scoreProfile({ matrix, heldOut }: Training, blockUs: number, windowBlocks: number): Profile {
  const scoreOf = new Map(heldOut.rows.map((row, i) => [row, heldOut.scores[i] ?? Number.NaN]));
  const rows = inTime(matrix.windowFromUs, heldOut.rows);
  const values = Float64Array.from(rows, (row) => scoreOf.get(row) ?? Number.NaN);
  return withNull(toProfile(values, toBlocks(matrix.windowFromUs, rows, blockUs)), windowBlocks);
}
