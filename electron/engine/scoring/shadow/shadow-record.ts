import type { ShadowRecord } from "../../../../shared/contract/preview.ts";
import type { Database } from "../../sqlite/database.ts";
import { shadowRuns } from "./shadow-runs.ts";

/**
 * What a version did beside the champion while it was challenger. A day is a UTC day of telemetry; one that was scored more than once counts once,
 * as its largest scoring has it. All zero, and drift null, where it did nothing yet.
 */
export function shadowRecord(db: Database, version: string): ShadowRecord {
  const runs = shadowRuns(db, version).filter(({ stage }) => stage === "challenger");
  const days = [
    ...Map.groupBy(
      runs.flatMap((run) => run.days),
      ({ day }) => day,
    ).values(),
  ];
  const fewest = (count: "events" | "subjects"): number =>
    days.length === 0 ? 0 : Math.min(...days.map((ofDay) => Math.max(...ofDay.map((one) => one[count]))));
  return {
    runs: runs.length,
    days: days.length,
    events: fewest("events"),
    subjects: fewest("subjects"),
    drift: runs[0]?.drift?.state ?? null,
  };
}
