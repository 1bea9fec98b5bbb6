import { useMemo } from "react";
import type { QueueRow } from "../../../../shared/contract/triage.ts";
import { pivotSql } from "../../../../shared/domain/pivot-sql.ts";
import type { PivotThing } from "../../../../shared/domain/pivot-things.ts";
import { useRequest } from "../../../state/requests.ts";
import { pivotRange } from "./pivot-choices.ts";
import type { Pivot } from "./pivot-store.ts";

/** Rows of a page's worth of the sheet; how many match beyond them is counted. */
const mostEvents = 500;

/** Classes that the dataset version has events of; undefined until they are known. */
function useClasses(dataset: string): ReadonlySet<string> | undefined {
  const versions = useRequest("telemetry.datasets", {}).data;
  const snapshots = useRequest("telemetry.snapshots", {}).data;
  return useMemo(() => {
    if (versions === undefined || snapshots === undefined) return undefined;
    const parts = new Set(versions.find(({ id }) => id === dataset)?.snapshots);
    return new Set(snapshots.filter(({ id }) => parts.has(id)).flatMap(({ manifest }) => Object.keys(manifest.classes)));
  }, [versions, snapshots, dataset]);
}

/** What is asked of the data of the case, as a statement. */
export function useQuestion(row: QueueRow, { at, span }: Pick<Pivot, "at" | "span">, things: readonly PivotThing[]) {
  const classes = useClasses(row.dataset);
  const near = at ?? row.evidence[0]?.time ?? row.window.from;
  const range = pivotRange(span, at === undefined ? row.window : { from: at, to: at });
  const sql = classes === undefined ? undefined : pivotSql({ things, span: range, near, most: mostEvents, classes });
  return { sql, near, isReading: classes === undefined };
}
