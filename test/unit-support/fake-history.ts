import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { DatasetEntry, SnapshotDependants, SnapshotSummary } from "../../shared/contract/snapshots.ts";
import { nowUs } from "./fake-cases.ts";

type Names = Extract<RequestName, `snapshots.${string}` | `datasets.${string}`>;
type HistoryHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };
type RunJob = (name: string, title: string, stages: readonly string[]) => Promise<void>;

const day = 86_400_000_000;

const summary = (id: string, source: string, days: readonly [number, number], classes: Record<string, number>): SnapshotSummary => {
  const events = Object.values(classes).reduce((sum, n) => sum + n, 0);
  return {
    id,
    source,
    importedAt: nowUs - days[1] * day,
    files: 2,
    unread: 0,
    records: events + 14,
    events,
    rejected: 14,
    unmapped: 0,
    classes,
    timeRange: { from: nowUs - days[0] * day, to: nowUs - days[1] * day },
    bytes: events * 61,
    inputBytes: events * 180,
    parents: [],
    clock: "declared",
    ocsfVersion: "1.8.0",
    mappingDigest: "9c1e44aa",
    datasets: [],
  };
};

const emptyDependants: SnapshotDependants = {
  datasets: [],
  models: [],
  runs: 0,
  anomalies: 0,
  verdicts: 0,
  labels: 0,
  children: [],
  holds: [],
};

/** Dataset versions of the fake engine: four snapshots, one of them let go, and a version composed beside the current one. */
export function createFakeHistory(isEmpty: boolean, runJob: RunJob, changed: () => void): HistoryHandlers {
  const [january, zeek, sysmon, vpn] = [
    summary("0badcafe2201", "zeek-core", [80, 50], { network_activity: 1_204_551 }),
    summary("7f3a9c00aa", "zeek-core", [14, 0], { network_activity: 3_900_106, dns_activity: 210_004 }),
    summary("11cc90dd", "sysmon", [14, 1], { process_activity: 100_207 }),
    summary("5d20b44e", "vpn gateway", [9, 2], { authentication: 8210 }),
  ];
  const snapshots = [january, zeek, sysmon, vpn].filter((s) => s !== undefined);
  const byId = new Map(snapshots.map((s) => [s.id, s]));
  const classesOf = (ids: readonly string[]): Record<string, number> =>
    Object.assign({}, ...ids.map((id) => byId.get(id)?.classes ?? {})) as Record<string, number>;
  const entry = (number: number, ids: string[], made: Partial<DatasetEntry>): DatasetEntry => {
    const held = ids.flatMap((id) => byId.get(id) ?? []);
    return {
      id: `d9c4417b${String(number).padStart(2, "0")}`,
      number,
      snapshots: ids,
      createdAt: nowUs - (14 - number) * day,
      events: held.reduce((sum, s) => sum + s.events, 0),
      timeRange: {
        from: Math.min(...held.map((s) => s.timeRange?.from ?? nowUs)),
        to: Math.max(...held.map((s) => s.timeRange?.to ?? nowUs)),
      },
      isCurrent: false,
      origin: "import",
      classes: classesOf(ids),
      gone: [],
      models: 0,
      runs: 0,
      verdicts: 0,
      ...made,
    };
  };
  const versions = [
    entry(14, ["7f3a9c00aa", "11cc90dd", "5d20b44e"], { isCurrent: true, models: 1, runs: 2, verdicts: 41 }),
    entry(13, ["7f3a9c00aa"], { origin: "composed", by: "mara", note: "source zeek-core" }),
    entry(12, ["7f3a9c00aa", "11cc90dd"], { origin: "retirement", by: "mara", note: "older than the policy keeps", models: 2, runs: 6 }),
    entry(11, ["0badcafe2201", "7f3a9c00aa", "11cc90dd"], { gone: ["0badcafe2201"], models: 1, runs: 3, verdicts: 7 }),
  ];
  for (const snapshot of snapshots)
    snapshot.datasets.push(
      ...versions
        .filter((v) => v.snapshots.includes(snapshot.id))
        .map((v) => v.number)
        .toSorted((a, b) => a - b),
    );
  if (january !== undefined)
    january.retired = { decision: "d3", at: nowUs - 2 * day, by: "mara", reason: "older than the policy keeps", freedBytes: january.bytes };
  const find = (id: string): SnapshotSummary => {
    const found = snapshots.find((s) => s.id.startsWith(id));
    if (found === undefined) throw new AppError("not-found", `There is no snapshot ${id} in this workspace.`);
    return found;
  };
  const dependants = (id: string): SnapshotDependants =>
    id === "5d20b44e"
      ? { ...emptyDependants, datasets: [{ id: "d9c4417b14", number: 14 }], runs: 2 }
      : {
          ...emptyDependants,
          datasets: find(id).datasets.map((number) => ({ id: `d9c4417b${number}`, number })),
          models: [{ model: "beaconing", version: "7f3a9c51d20b44e8", stage: "champion" }],
          runs: 6,
          anomalies: 214,
          verdicts: 41,
          labels: 33,
          holds: ["the champion of beaconing learned from it", "41 verdicts rest on its events"],
        };

  return {
    "snapshots.list": () => (isEmpty ? [] : snapshots.map((s) => ({ ...s }))),
    "snapshots.show": ({ id }) => ({
      ...find(id),
      dependants: dependants(find(id).id),
      manifest: {
        schema: 1,
        source: find(id).source,
        ocsfVersion: "1.8.0",
        mappingDigest: "9c1e44aa",
        clock: "declared",
        files: [],
        segments: [],
        classes: find(id).classes,
        parents: [],
      },
    }),
    "snapshots.verify": async ({ id }) => {
      await runJob("snapshots.verify", "Verify snapshots", ["zeek-core", "sysmon"]);
      const chosen = id === undefined ? snapshots : [find(id)];
      return {
        ok: chosen.every((s) => s.source !== "sysmon"),
        checked: chosen.map((s) => ({
          id: s.id,
          source: s.source,
          bytes: s.bytes,
          ...(s.retired !== undefined
            ? { state: "retired" as const, problems: [] }
            : s.source === "sysmon"
              ? {
                  state: "damaged" as const,
                  problems: [{ file: "segments/process_activity-00000.parquet", problem: "does not have the bytes it was written with" }],
                  hint: 'Import the same files again as source "sysmon": that mends it and keeps its id.',
                }
              : { state: "intact" as const, problems: [] }),
        })),
      };
    },
    "snapshots.retire": ({ id, reason, despite, analyst = "root" }) => {
      const snapshot = find(id);
      if (dependants(snapshot.id).holds.length > 0 && !despite) throw new AppError("conflict", "the snapshot is held");
      snapshot.retired = { decision: "d4", at: nowUs, by: analyst, reason, freedBytes: snapshot.bytes };
      for (const each of versions) if (each.snapshots.includes(snapshot.id)) each.gone = [...each.gone, snapshot.id];
      changed();
      return { decision: "d4", freedBytes: snapshot.bytes, datasetVersion: versions[0] ?? null };
    },
    "snapshots.retention": ({ keepDays }) => ({ keepDays: keepDays ?? null, snapshots: [], freeableBytes: 0 }),
    "snapshots.keep": ({ keepDays }) => ({ keepDays, snapshots: [], freeableBytes: 0 }),
    "datasets.history": () => (isEmpty ? [] : versions.map((v) => ({ ...v }))),
    "datasets.compose": () => {
      throw new AppError("conflict", "the fake estate composes nothing");
    },
    "datasets.compare": ({ from, to }) => {
      const [before, after] = [from, to].map((name) => versions.find((v) => v.id === name || `v${v.number}` === name));
      if (before === undefined || after === undefined) throw new AppError("not-found", "There is no such dataset version.");
      const names = [...new Set([...Object.keys(before.classes), ...Object.keys(after.classes)])].toSorted();
      return {
        from: before.number,
        to: after.number,
        added: after.snapshots.filter((id) => !before.snapshots.includes(id)),
        removed: before.snapshots.filter((id) => !after.snapshots.includes(id)),
        kept: after.snapshots.filter((id) => before.snapshots.includes(id)).length,
        classes: names.map((name) => ({ class: name, before: before.classes[name] ?? 0, after: after.classes[name] ?? 0 })),
      };
    },
  };
}
