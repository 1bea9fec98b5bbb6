import { z } from "zod";
import type { Exposure } from "../../../shared/contract/insights.ts";
import type { AuditEstimate } from "../../../shared/contract/training.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { JudgedCase } from "./judged-cases.ts";

const exposureSql = loadText(import.meta.url, "exposure.sql");
const Row = z.object({ subjects: z.number(), surfaced: z.number(), days: z.number() });

/** What the cases came from: how much was scored for them, how much of it surfaced, and how rare what is looked for is. */
export function exposureOf(db: Database, cases: readonly JudgedCase[], audit: AuditEstimate | undefined): Exposure {
  const runs = [...new Set(cases.map(({ facts }) => facts.run))];
  const counted = query(db, exposureSql, Row).get({ runs: JSON.stringify(runs) });
  const { subjects, surfaced, days } = counted ?? { subjects: 0, surfaced: 0, days: 0 };
  const confirmed = cases.filter(({ kind }) => kind.key === "malicious").length;
  return {
    subjects,
    surfaced,
    perDay: days === 0 ? null : surfaced / days,
    baseRate: baseRateByLot(audit) ?? baseRateConfirmed(confirmed, subjects),
  };
}

/** Both strata by their share of all subjects; the ends take both rates at the ends of their intervals. */
function baseRateByLot(audit: AuditEstimate | undefined): Exposure["baseRate"] | undefined {
  if (audit === undefined || audit.recall === null) return undefined;
  const { missed, precision, surfaced, notSurfaced } = audit;
  const all = surfaced + notSurfaced;
  if (all === 0) return undefined;
  const mix = (found: number, lost: number): number => (found * surfaced + lost * notSurfaced) / all;
  return {
    basis: "blind-sample",
    rate: mix(precision.rate ?? 0, missed.rate ?? 0),
    low: mix(precision.low, missed.low),
    high: mix(precision.high, missed.high),
    k: null,
    n: missed.n + precision.n,
  };
}

function baseRateConfirmed(k: number, n: number): Exposure["baseRate"] {
  const { rate, low, high } = wilson(Math.min(k, n), n);
  return { basis: "confirmed", rate: rate ?? null, low, high, k, n };
}
