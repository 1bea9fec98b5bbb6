import { z } from "zod";
import type { FigureItem, InsightReport } from "../../../shared/contract/insights.ts";
import { loadText } from "../runtime.ts";
import { latestRuns } from "../scoring/runs.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { medianOf } from "./figure-items.ts";

const backlogSql = loadText(import.meta.url, "backlog.sql");
const Row = z.object({ id: z.string(), model: z.string(), label: z.string(), surfaced_at_us: z.number() });

const hour = 3600;
const ages = [
  { part: "day", title: "less than a day", upToSeconds: 24 * hour },
  { part: "3-days", title: "1 to 3 days", upToSeconds: 72 * hour },
  { part: "week", title: "3 to 7 days", upToSeconds: 168 * hour },
  { part: "month", title: "7 to 30 days", upToSeconds: 720 * hour },
  { part: "older", title: "30 days and more", upToSeconds: null },
] as const;

/** What nobody has judged yet of the newest runs, the longest waiting first. */
export function backlogItems(db: Database, model: string | undefined, toUs: number): FigureItem[] {
  const runs = latestRuns(db, model).map(({ id }) => id);
  return query(db, backlogSql, Row)
    .all({ runs: JSON.stringify(runs) })
    .map((row) => {
      const seconds = Math.max(0, (toUs - row.surfaced_at_us) / 1_000_000);
      const age = ages.find(({ upToSeconds }) => upToSeconds === null || seconds < upToSeconds);
      return {
        anomalyId: row.id,
        model: row.model,
        label: row.label,
        decision: null,
        at: null,
        verdict: null,
        reason: "",
        isHit: null,
        seconds,
        part: age?.part ?? "",
        analyst: null,
      };
    });
}

export function backlogOf(items: readonly FigureItem[]): InsightReport["backlog"] {
  return {
    open: items.length,
    age: medianOf(items),
    oldestSeconds: items[0]?.seconds ?? null,
    ages: ages.map((age) => ({ ...age, n: items.filter(({ part }) => part === age.part).length })),
  };
}
