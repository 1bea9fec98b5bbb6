import type { Handlers } from "../../../shared/contract/client.ts";
import { createAssetLookup } from "../context/asset-lookup.ts";
import { expandNode } from "../context/expand.ts";
import { readContext } from "../context/read-context.ts";
import { findTelemetryPaths } from "../context/telemetry-paths.ts";
import { type CaseDays, daysOf } from "../context/widened.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { kindsInUse } from "../inventory/find-inventory.ts";
import { dayOf, readCoverage } from "../relations/relations.ts";
import { readAnomaly, type StoredAnomaly } from "../triage/case.ts";
import { readRelationEvents } from "../triage/relation-events.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import { createMentionResolver } from "../resolution/resolve-mention.ts";
import type { EngineParts } from "./engine-parts.ts";

type Names = "context.expand" | "context.paths" | "context.events";

export function contextOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const readerOf = (anomaly: StoredAnomaly, signal: AbortSignal): Reader => ({
    queryEngine: parts.queryEngine,
    scope: { snapshots: anomaly.snapshots },
    signal,
  });
  /** What tells new from usual, as of the case. */
  const caseDays = async (anomaly: StoredAnomaly, reader: Reader): Promise<CaseDays> => {
    const day = dayOf(anomaly.window.from);
    const coverage = await readCoverage(reader);
    return {
      day,
      daysBefore: (type) => coverage.mostDaysOf(type, { fromDay: 0, toDay: day - 1 }),
      assetAt: createAssetLookup(db, createMentionResolver(db), kindsInUse(db), anomaly.window.to),
    };
  };
  return {
    "context.expand": async ({ anomalyId, node, kind, offset, limit, from, to }, { signal }) => {
      const anomaly = readAnomaly(db, anomalyId);
      const drawn = readContext(db, anomalyId).nodes.find((one) => one.id === node);
      const reader = readerOf(anomaly, signal);
      return expandNode(reader, { node, drawn, kind, offset, limit, span: daysOf({ from, to }) }, await caseDays(anomaly, reader));
    },
    "context.paths": async ({ anomalyId, a, b, relations, direction, respectsTime, passesShared, from, to }, { signal }) => {
      const anomaly = readAnomaly(db, anomalyId);
      const reader = readerOf(anomaly, signal);
      const question = { a, b, direction, respectsTime, passesShared };
      const search = { question, words: relations, span: daysOf({ from, to }), graph: readContext(db, anomalyId) };
      return findTelemetryPaths(reader, search, await caseDays(anomaly, reader));
    },
    "context.events": async ({ anomalyId, ...wanted }, { signal }) => {
      const { snapshots } = readAnomaly(db, anomalyId);
      const files = new Map(snapshots.map((id) => [snapshotPrefix(id), findSnapshot(db, id)?.manifest.files ?? []]));
      const fileName = (prefix: string, fileNo: number): string => files.get(prefix)?.[fileNo]?.name ?? `file ${fileNo}`;
      return readRelationEvents({ queryEngine: parts.queryEngine, snapshots, fileName }, wanted, signal);
    },
  };
}
