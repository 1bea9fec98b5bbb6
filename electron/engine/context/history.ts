import { z } from "zod";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { dayUs } from "./focus.ts";

const judgedSql = loadText(import.meta.url, "judged-entities.sql");
const Judged = z.object({ entity: z.string(), model: z.string(), verdict: z.string(), age_us: z.number() });

const halfLifeUs = 30 * dayUs;
const longestBenignUs = 90 * dayUs;
/** Bits a verdict of today is worth. */
const worth = { positive: 2, negative: -3 } as const;

/** 2 bits for what was found malicious, -3 for what the same detector was told is benign, both halved every 30 days. */
export function judgedBits(verdict: string, isSameModel: boolean, ageUs: number): number {
  const use = verdictKinds.find((kind) => kind.key === verdict)?.trainingUse;
  if (use === undefined || use === "none") return 0;
  if (use === "negative" && (!isSameModel || ageUs > longestBenignUs)) return 0;
  return worth[use] * 2 ** (-Math.max(0, ageUs) / halfLifeUs);
}

/** What earlier verdicts on each entity add to the relations that lead to it: the strongest of either side, in bits. */
export function readHistory(
  db: Database,
  anomaly: { readonly id: string; readonly model: string },
  entities: readonly string[],
): ReadonlyMap<string, number> {
  const rows = query(db, judgedSql, Judged).all({ entities: JSON.stringify(entities), anomaly: anomaly.id });
  const bits = new Map<string, number>();
  for (const [entity, judged] of Map.groupBy(rows, (row) => row.entity)) {
    const each = judged.map((row) => judgedBits(row.verdict, row.model === anomaly.model, row.age_us));
    bits.set(entity, Math.max(0, ...each) + Math.min(0, ...each));
  }
  return bits;
}
