import { quantile } from "../../../shared/lib/quantile.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { type BlockCounts, sumBlocks } from "./block-permutation.ts";
import type { WindowFeature } from "./check-feature.ts";
import { effectOf, endsOf } from "./effect.ts";
import type { ColumnFill, DataFacts } from "./envelope.ts";
import { countBlocks, savedCounts } from "./profile.ts";
import { count, percent, rawCheck, type RawCheck } from "./raw-check.ts";

/** A column that filled at least this share of that many events and now fills none is gone, not merely rare. */
const [leastShare, leastEvents] = [0.05, 100] as const;

const schemaCheck = (title: string, found: Partial<RawCheck>): RawCheck =>
  rawCheck({ layer: "schema", feature: null, title, isKey: false, importance: null }, found);

const byColumn = (fills: readonly ColumnFill[]): Map<string, { events: number; filled: number }> => {
  const sums = new Map<string, { events: number; filled: number }>();
  for (const { class: of, column, events, filled } of fills) {
    const key = `${of}.${column}`;
    const known = sums.get(key) ?? { events: 0, filled: 0 };
    sums.set(key, { events: known.events + events, filled: known.filled + filled });
  }
  return sums;
};

export const classTotals = ({ sources }: DataFacts): Map<string, number> => {
  const totals = new Map<string, number>();
  for (const { classes } of sources) for (const [name, n] of Object.entries(classes)) totals.set(name, (totals.get(name) ?? 0) + n);
  return totals;
};

/** What the data lack, or are, that they did not in training: OCSF version, classes the package needs, columns its SQL reads. */
export function checkSchema(trained: DataFacts, now: DataFacts, requires: readonly string[]): RawCheck[] {
  const checks: RawCheck[] = [];
  if (trained.ocsfVersion !== now.ocsfVersion)
    checks.push(
      schemaCheck("OCSF version", {
        outcome: "critical",
        because: `Training had OCSF ${trained.ocsfVersion}, these events are ${now.ocsfVersion}.`,
      }),
    );
  const [before, after] = [classTotals(trained), classTotals(now)];
  for (const name of requires) {
    const [had, has] = [before.get(name) ?? 0, after.get(name) ?? 0];
    if (had > 0 && has === 0)
      checks.push(
        schemaCheck(name, {
          n: 0,
          reference: had,
          outcome: "critical",
          because: `Training had ${countOf(had, "events")} of ${name}; there are none now.`,
        }),
      );
  }
  const columns = byColumn(now.columns);
  for (const [name, { events, filled }] of byColumn(trained.columns)) {
    const present = columns.get(name);
    if (present === undefined || present.events < leastEvents || events < leastEvents) continue;
    if (filled / events >= leastShare && present.filled === 0)
      checks.push(
        schemaCheck(name, {
          n: present.events,
          effective: present.events,
          reference: events,
          outcome: "critical",
          because: `Filled in ${percent(filled / events)} of ${count(events)} events in training, in none of ${count(present.events)} now.`,
        }),
      );
  }
  return checks;
}

/** Factors between units that are mistaken for one another: thousands, kibi, seconds to minutes, hours and days, per cent. */
const factors = [1e3, 1e6, 1e9, 1024, 1024 ** 2, 60, 3600, 86_400, 100].flatMap((f) => [f, 1 / f]);

/** A factor by which all values changed, when dividing by it puts them back into the envelope. */
export function checkUnit(
  { feature, title, isKey, importance, profile, values, blocks }: WindowFeature,
  threshold: number,
): RawCheck | undefined {
  if (profile.kind === "discrete") return undefined;
  const known = values.filter((v) => !Number.isNaN(v)).sort();
  const ratio = quantile(known, 0.75) / (profile.grid[75] ?? 0);
  const factor = factors.find((f) => Math.abs(Math.log(ratio / f)) < 0.35 && isBack(f));
  if (factor === undefined) return undefined;
  const words = factor > 1 ? `${factor} times as large` : `${1 / factor} times as small`;
  return rawCheck(
    { layer: "schema", feature, title, isKey, importance },
    {
      n: known.length,
      effective: known.length,
      reference: profile.n,
      outcome: "critical",
      because: `Values are ${words} as a whole and otherwise as in training: the unit seems to have changed.`,
    },
  );

  function isBack(f: number): boolean {
    const back = values.map((v) => v / f);
    const saved: BlockCounts = savedCounts(profile);
    const now = countBlocks(profile, back, blocks);
    const effect = effectOf(profile, endsOf(profile, back))(
      sumBlocks(saved.counts, saved.bins, saved.blocks),
      sumBlocks(now.counts, now.bins, now.blocks),
    );
    return effect < threshold;
  }
}
