import type { ShadowEvidence } from "../../../../shared/contract/evaluations.ts";
import { shadowRecord } from "../../scoring/shadow/shadow-record.ts";
import type { Database } from "../../sqlite/database.ts";

/** What the version did beside the champion: on how many days of telemetry, how much of it on the day with fewest, and how the data stood last. */
export function shadowEvidence(db: Database, version: string): ShadowEvidence {
  const { days, events, subjects, drift } = shadowRecord(db, version);
  return { days, events, subjects, drift };
}
