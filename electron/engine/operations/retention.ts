import type { Retention } from "../../../shared/contract/snapshots.ts";
import { nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { findSetting } from "../sqlite/settings.ts";
import { listRetired } from "../workspace/retirements.ts";
import { dependantsOf } from "../workspace/snapshot-dependants.ts";
import { listSnapshots } from "../workspace/snapshots.ts";

const dayUs = 86_400_000_000;

/** What a policy would let go: every snapshot whose last event is older, with what holds it. `undefined` stands for the policy in force. */
export function readRetention(db: Database, keepDays: number | null | undefined): Retention {
  const stored = findSetting(db, "retention.days") ?? "";
  const days = keepDays === undefined ? (stored === "" ? null : Number(stored)) : keepDays;
  if (days === null) return { keepDays: null, snapshots: [], freeableBytes: 0 };
  const before = nowUs() - days * dayUs;
  const retired = listRetired(db);
  const snapshots = listSnapshots(db).flatMap(({ id, importedAt, manifest }) => {
    const lastEvent = manifest.timeRange?.to ?? importedAt;
    if (retired.has(id) || lastEvent >= before) return [];
    const bytes = manifest.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    return [{ id, source: manifest.source, lastEvent, bytes, holds: dependantsOf(db, id).holds }];
  });
  const freeableBytes = snapshots.reduce((sum, s) => (s.holds.length === 0 ? sum + s.bytes : sum), 0);
  return { keepDays: days, snapshots, freeableBytes };
}
