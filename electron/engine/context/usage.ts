import { z } from "zod";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { dayUs, type Focus } from "./focus.ts";

const usageSql = loadText(import.meta.url, "usage.sql");

/** What one account did on a host in the thirty days up to an anomaly. */
export const Usage = z.object({
  stay_no: z.number(),
  name: z.string(),
  domain: z.string().nullable(),
  logons: z.number(),
  logon_days: z.number(),
  last_logon: z.number().nullable(),
  starts: z.number(),
  start_days: z.number(),
  last_start: z.number().nullable(),
});
export type Usage = z.infer<typeof Usage>;

/** The habits of a primary user: the larger part of the interactive logons, on enough days that a guest or a helper does not count. */
const primary = { share: 0.6, days: 5, windowDays: 30 } as const;
/** An interactive session is taken to last no longer than this. */
const sessionUs = 16 * 3_600_000_000;
const recentlyUs = 3_600_000_000;

/** What an account did there counted one way: interactive logons, or program starts where no logon of anybody is in the telemetry. */
interface Counted {
  readonly row: Usage;
  readonly n: number;
  readonly days: number;
  readonly lastUs: number | undefined;
}

export interface Counts {
  readonly by: "interactive logon" | "program start";
  readonly total: number;
  readonly accounts: readonly Counted[];
}

export function countUse(rows: readonly Usage[]): Counts {
  const isByLogon = rows.some((row) => row.logons > 0);
  const accounts = rows
    .map((row) => ({
      row,
      n: isByLogon ? row.logons : row.starts,
      days: isByLogon ? row.logon_days : row.start_days,
      lastUs: (isByLogon ? row.last_logon : row.last_start) ?? undefined,
    }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.n - a.n || (a.row.name < b.row.name ? -1 : 1));
  return { by: isByLogon ? "interactive logon" : "program start", total: accounts.reduce((sum, one) => sum + one.n, 0), accounts };
}

/** Who was at the host at an instant: everybody with a session that may still be open; of several, those active in the last hour. */
export function presentAt({ accounts }: Counts, atUs: number): readonly Counted[] {
  const within = (us: number): Counted[] => accounts.filter(({ lastUs }) => lastUs !== undefined && lastUs >= atUs - us);
  const open = within(sessionUs);
  if (open.length <= 1) return open;
  const recent = within(recentlyUs);
  return recent.length === 1 ? recent : open;
}

export interface LikelyUser {
  readonly counted: Counted;
  readonly share: number;
  readonly total: number;
}

/** The likely user by habit: at least 60 % of the interactive logons, on at least five days of thirty. Never the owner. */
export function likelyUser({ accounts, total }: Counts): LikelyUser | undefined {
  const [top] = accounts;
  if (top === undefined || top.days < primary.days || top.n < total * primary.share) return undefined;
  return { counted: top, share: top.n / total, total };
}

export const usageKey = (focusNo: number, host: string): string => `${focusNo} ${host.toLowerCase()}`;

/** Use of the hosts that each focus may be about, by `usageKey`. */
export async function readUsage(
  reader: Reader,
  focuses: readonly Focus[],
  hostsOf: (focus: Focus) => readonly string[],
): Promise<ReadonlyMap<string, readonly Usage[]>> {
  const stays = focuses.flatMap((focus) => [...new Set(hostsOf(focus).map((host) => host.toLowerCase()))].map((host) => ({ focus, host })));
  if (stays.length === 0) return new Map();
  const columns = [
    integers(
      "stay_no",
      stays.map((_, i) => i),
    ),
    texts(
      "host",
      stays.map(({ host }) => host),
    ),
    times(
      "from_time",
      stays.map(({ focus }) => focus.anomaly.toUs - primary.windowDays * dayUs),
    ),
    times(
      "anchor",
      stays.map(({ focus }) => focus.anchorUs),
    ),
    times(
      "to_time",
      stays.map(({ focus }) => focus.anomaly.toUs),
    ),
  ];
  const rows = await readRows(reader, "usage.sql", usageSql, [{ name: "stays", columns }], Usage);
  const byStay = Map.groupBy(rows, (row) => row.stay_no);
  return new Map(stays.map(({ focus, host }, i) => [usageKey(focus.no, host), byStay.get(i) ?? []]));
}
