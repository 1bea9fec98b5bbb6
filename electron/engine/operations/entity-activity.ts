import type { EntityActivity } from "../../../shared/contract/entity-pages.ts";
import { quantile } from "../../../shared/lib/quantile.ts";
import { groupBy } from "../duckdb/read-rows.ts";
import type { Coverage } from "../relations/relations.ts";
import type { DailyActivity } from "../relations/thing-activity.ts";

const dayUs = 86_400_000_000;
/** Fewer days of telemetry give no band. */
const leastForBand = 3;

export interface ActivityInput {
  readonly rows: readonly DailyActivity[];
  readonly coverage: Coverage;
  /** Kinds of thing that the entity is in the telemetry. */
  readonly kinds: ReadonlySet<string>;
  /** Days since 1970 UTC; the baseline is `firstDay` to the day before `day`. */
  readonly firstDay: number;
  readonly day: number;
}

/** Days of the baseline on which a relation of the type could be seen from where it starts. */
function coveredDays({ coverage, kinds, firstDay, day }: ActivityInput, row: DailyActivity): number {
  const starts = row.way === "out" ? [...kinds] : [row.kind];
  return Math.max(0, ...starts.map((kind) => coverage.daysOf(row.type, kind, { fromDay: firstDay, toDay: day - 1 })));
}

function toActivity(rows: readonly DailyActivity[], input: ActivityInput): EntityActivity[] {
  const [first] = rows;
  if (first === undefined) return [];
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const today = byDay.get(input.day);
  const past = rows.filter((row) => row.day < input.day).map((row) => row.n);
  const covered = Math.max(coveredDays(input, first), past.length);
  const counts = [...Array.from({ length: covered - past.length }, () => 0), ...past].toSorted((a, b) => a - b);
  const n = today?.n ?? 0;
  const hasBand = covered >= leastForBand;
  return [
    {
      way: first.way,
      relation: first.type,
      kind: first.kind,
      days: Array.from({ length: input.day - input.firstDay + 1 }, (_, i) => {
        const row = byDay.get(input.firstDay + i);
        return { from: (input.firstDay + i) * dayUs, n: row?.n ?? 0, others: row?.others ?? 0, newOthers: row?.new_others ?? 0 };
      }),
      n,
      others: today?.others ?? 0,
      newOthers: today?.new_others ?? 0,
      failures: today?.failures ?? 0,
      bytes: today?.bytes ?? 0,
      usual: hasBand ? { days: covered, p05: quantile(counts, 0.05), median: quantile(counts, 0.5), p95: quantile(counts, 0.95) } : null,
      percentile: hasBand ? counts.filter((count) => count <= n).length / covered : null,
    },
  ];
}

const oddness = ({ n, usual, newOthers }: EntityActivity): number =>
  (newOthers > 0 ? 1 : 0) + (usual !== null && (n > usual.p95 || n < usual.p05) ? 2 : 0);

/** What a thing did on a day against the days before, oddest first. */
export const toActivities = (input: ActivityInput): EntityActivity[] =>
  [...groupBy(input.rows, (row) => `${row.way} ${row.type} ${row.kind}`).values()]
    .flatMap((rows) => toActivity(rows, input))
    .toSorted(
      (a, b) =>
        oddness(b) - oddness(a) || b.n - a.n || `${a.way}${a.relation}${a.kind}`.localeCompare(`${b.way}${b.relation}${b.kind}`, "en"),
    );
