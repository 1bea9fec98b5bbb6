/**
 * What beaconing and dns-tunnel find within their daily budget, beside the naive query each must beat, on recordings with ground truth and
 * on the demo: `npm run bench -- network-hunts [--data DIR] [--scale S] [--seed N] [--json]`, DIR holding `zeek/` or `telemetry/zeek/`.
 * False are ordinary pairs among the first, and among all that the package would flag at a false-discovery rate of 10 %.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wilson } from "../../shared/lib/wilson.ts";
import { demoRecordings, firstPairs, type NetworkRecording, networkRecordings } from "./hunts/network.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    scale: { type: "string", default: "0.5" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const [scale, seed] = [Number(values.scale), Number(values.seed)];
const root = mkdtempSync(join(tmpdir(), "quarry-network-hunts-"));

const share = (k: number, n: number): string => {
  const { low, high } = wilson(k, n);
  return n === 0 ? "none" : `${k}/${n} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
};

async function compare(recording: NetworkRecording, n: number): Promise<Record<string, string | number>> {
  const { name, model, hostile, unasked = [] } = recording;
  const { budget, foil, tries } = await firstPairs(recording, join(root, `w${n}`), [seed]);
  const { queue = [], flagged = [] } = tries[0] ?? {};
  const found = (pairs: readonly string[]): number => pairs.filter((p) => hostile.includes(p)).length;
  const falsely = (pairs: readonly string[]): number => pairs.filter((p) => !hostile.includes(p) && !unasked.includes(p)).length;
  return {
    model,
    recording: name,
    budget,
    "recall package": share(found(queue), hostile.length),
    "recall foil": share(found(foil), hostile.length),
    "precision package": share(found(queue), queue.length),
    "precision foil": share(found(foil), foil.length),
    "false package": falsely(queue),
    "false foil": falsely(foil),
    "false at FDR 10 %": falsely(flagged),
  };
}

try {
  const recordings = [
    ...(values.data === undefined ? [] : networkRecordings(values.data)),
    ...(await demoRecordings(root, { scale, seed })),
  ];
  const rows = [];
  for (const [n, recording] of recordings.entries()) rows.push(await compare(recording, n));
  if (values.json) console.log(JSON.stringify({ scale, seed, rows }, null, 2));
  else console.table(rows);
} finally {
  rmSync(root, { recursive: true, force: true });
}
