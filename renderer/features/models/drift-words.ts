import type { DriftCheck, DriftReport } from "../../../shared/contract/drift.ts";
import type { DriftState } from "../../../shared/domain/drift.ts";
import { formatPercent } from "../../ui/format/number.ts";

type Tone = "ok" | "warn" | "bad" | "none";

export const stateWords: Readonly<Record<DriftState, { readonly tone: Tone; readonly word: string; readonly short: string }>> = {
  IN_ENVELOPE: { tone: "ok", word: "in envelope", short: "inside" },
  WATCH: { tone: "warn", word: "watch", short: "watch" },
  OUTSIDE: { tone: "bad", word: "outside envelope", short: "outside" },
  BROKEN: { tone: "bad", word: "broken", short: "broken" },
  INSUFFICIENT: { tone: "none", word: "insufficient", short: "too few" },
};

export const layerWords: Readonly<Record<DriftCheck["layer"], string>> = {
  schema: "Schema",
  missingness: "Missing values",
  range: "Range",
  distribution: "Distribution",
  score: "Score",
  "alert-rate": "Alert rate",
  volume: "Volume",
};

/** How a check stands: raised ones by how they came out, others too. */
export function checkWord({ raised, outcome }: Pick<DriftCheck, "raised" | "outcome">): { readonly tone: Tone; readonly word: string } {
  if (outcome === "insufficient") return { tone: "none", word: raised ? "raised before, insufficient now" : "insufficient" };
  if (raised) return { tone: "bad", word: outcome === "as-trained" ? "raised, now calm" : "raised" };
  return outcome === "as-trained" ? { tone: "ok", word: "as trained" } : { tone: "warn", word: "moved once" };
}

const figure = (x: number): string => String(Number(x.toPrecision(3)));

export const intervalWords = ({ low, high }: NonNullable<DriftCheck["interval"]>): string =>
  `${figure(low)} to ${high === null ? "∞" : figure(high)}`;

export const figureOr = (x: number | null): string => (x === null ? "" : figure(x));

const order = { bad: 0, warn: 1, none: 2, ok: 3 } as const;

/** What is raised first, then by layer as asked. */
export const checksInOrder = (checks: readonly DriftCheck[]): DriftCheck[] =>
  checks.toSorted((a, b) => order[checkWord(a).tone] - order[checkWord(b).tone]);

/** What somebody has to know of: all but what is as in training. */
export const notAsTrained = ({ checks }: Pick<DriftReport, "checks">): DriftCheck[] =>
  checks.filter((check) => checkWord(check).tone !== "ok");

/** A pair of distributions in words: the bins whose shares differ most. */
export function shapeWords({ bins, trained, now }: NonNullable<DriftCheck["shape"]>): string {
  const apart = bins
    .map((name, i) => ({ name, before: trained[i] ?? 0, now: now[i] ?? 0 }))
    .toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))
    .slice(0, 3);
  return `Shares of values, in training and now: ${apart.map((bin) => `${bin.name}: ${formatPercent(bin.before)}, now ${formatPercent(bin.now)}`).join("; ")}`;
}
