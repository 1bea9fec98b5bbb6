import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { EntityPage } from "../../../shared/contract/entity-pages.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { dayOf, readCoverage, readNeighbours } from "../relations/relations.ts";
import { readDailyActivity, readSeen, type Seen } from "../relations/thing-activity.ts";
import { anomaliesAbout } from "../triage/anomalies-about.ts";
import { findDatasetVersion, getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";
import { toActivities } from "./entity-activity.ts";
import { asFinder, type FindEntity, telemetryKeys } from "./entity-keys.ts";
import { toTimeline } from "./entity-timeline.ts";

const dayUs = 86_400_000_000;
const baselineDays = 30;
const mostNews = 15;
const mostAnomalies = 50;

type Telemetry = Pick<EntityPage, "day" | "activity" | "news" | "newsTotal"> & { readonly seen: readonly Seen[] };
const nothing: Telemetry = { day: null, activity: [], news: [], newsTotal: 0, seen: [] };

async function newsOf(reader: Reader, keys: readonly string[], day: number): Promise<EntityPage["news"]> {
  const found: EntityPage["news"] = [];
  for (const key of keys) {
    const page = await readNeighbours(reader, key, { fromDay: day, toDay: day }, { skip: 0, take: mostNews });
    for (const one of page)
      if (one.days_before === 0)
        found.push({
          way: one.way,
          relation: one.type,
          kind: one.kind,
          key: one.key,
          label: one.label === "" ? one.key : one.label,
          n: one.n,
          firstSeen: one.first_seen,
        });
  }
  return found.toSorted((a, b) => a.firstSeen - b.firstSeen || a.key.localeCompare(b.key, "en")).slice(0, mostNews);
}

async function telemetryOf(reader: Reader, keys: readonly string[], at: number | undefined): Promise<Telemetry> {
  if (keys.length === 0) return nothing;
  const seen = await readSeen(reader, keys);
  if (seen.length === 0) return nothing;
  const there = seen.map((one) => one.key);
  const day = dayOf(at ?? Math.max(...seen.map((one) => one.last_seen)));
  const coverage = await readCoverage(reader);
  const began = Math.min(day, coverage.firstDay ?? day);
  const firstDay = Math.max(day - baselineDays, began);
  const rows = await readDailyActivity(reader, there, { fromDay: firstDay, toDay: day });
  const activity = toActivities({ rows, coverage, kinds: new Set(seen.map((one) => one.kind)), firstDay, day });
  return {
    seen,
    day: { from: day * dayUs, to: (day + 1) * dayUs },
    activity,
    news: await newsOf(reader, there, day),
    newsTotal: activity.reduce((sum, one) => sum + one.newOthers, 0),
  };
}

type Names = "entity.show";

export function entityPageOperations(parts: EngineParts, { "entities.get": get }: Pick<Handlers, "entities.get">): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  return {
    "entity.show": async ({ id, at, dataset: wanted }, context) => {
      const find: FindEntity = asFinder((one) => get({ id: one }, context));
      const detail = await find(id);
      const dataset = wanted === undefined ? findDatasetVersion(db) : getDatasetVersion(db, wanted);
      const keys = detail === undefined ? [id] : await telemetryKeys(detail, find);
      const reader = { queryEngine: parts.queryEngine, scope: { snapshots: dataset?.snapshots ?? [] }, signal: context.signal };
      const { seen, ...telemetry } = dataset === undefined ? nothing : await telemetryOf(reader, keys, at);
      const { anomalies, total } = anomaliesAbout(db, detail === undefined ? keys : [`entity:${detail.id}`, ...keys], mostAnomalies);
      if (detail === undefined && seen.length === 0 && anomalies.length === 0)
        throw new AppError("not-found", `neither an inventory nor the telemetry knows ${id}`);
      return {
        ...telemetry,
        entity: detail ?? null,
        title: detail?.label ?? seen[0]?.label ?? id,
        type: detail?.type ?? seen[0]?.kind ?? id.split(":")[0] ?? "thing",
        keys,
        dataset: dataset?.id ?? null,
        anomalies,
        anomaliesTotal: total,
        timeline: toTimeline(detail, seen, anomalies),
      };
    },
  };
}
