import type { QueryClient } from "@tanstack/react-query";
import type { Client } from "../../shared/contract/client.ts";
import { type EventName, eventNames } from "../../shared/contract/events.ts";
import type { RequestName } from "../../shared/contract/requests.ts";
import type { Job } from "../../shared/contract/workspace.ts";
import { outdate } from "./requests.ts";

const entityNames = [
  "entities.search",
  "entities.get",
  "entities.why",
  "entities.resolve",
  "entities.conflicts",
  "entities.review",
  "entities.status",
  "entity.show",
] as const satisfies readonly RequestName[];

/** What hunts, their candidates and sets of like anomalies derive from runs, verdicts and decisions. */
const huntAnswers = [
  "bulk.preview",
  "hunts.candidates",
  "hunts.candidate",
  "hunts.places",
  "hunts.list",
  "hunts.show",
  "hunts.report",
] as const;

const insightAnswers = ["insights.report", "insights.behind", "audit.choices"] as const;

/** What derives from verdicts, and from who looks at them. */
const judgedAnswers = [
  "models.upkeep",
  "suppressions.list",
  "suppressions.preview",
  "triage.queue",
  "triage.row",
  "triage.case",
  "triage.context",
  "review.status",
  "review.disagreements",
  "blindReview.status",
  "blindReview.receipt",
  "models.gate",
  "datasets.history",
  "snapshots.show",
  "workspace.info",
  "audit.page",
  "decisions.history",
  "lineage.graph",
  "lineage.node",
  ...huntAnswers,
  ...insightAnswers,
  "entity.show",
] as const;

/** Which answers an engine event makes old. */
export const outdatedBy: Readonly<Record<EventName, readonly RequestName[]>> = {
  "job.changed": [],
  "dataset.changed": [
    "workspace.info",
    "telemetry.snapshots",
    "telemetry.sources",
    "telemetry.datasets",
    "snapshots.list",
    "snapshots.show",
    "datasets.history",
    "datasets.compare",
    "lineage.graph",
    "lineage.node",
    "lineage.sink",
    "health.report",
    "health.rows",
    "health.fixes",
    "entity.show",
  ],
  "inventory.changed": [
    "inventory.list",
    "decisions.history",
    "inventory.diff",
    "health.report",
    "health.rows",
    "health.fixes",
    ...entityNames,
    ...huntAnswers,
  ],
  "entities.changed": [
    ...entityNames,
    "health.report",
    "health.rows",
    "health.fixes",
    "triage.queue",
    "triage.case",
    "audit.page",
    "decisions.history",
    ...huntAnswers,
  ],
  "models.changed": [
    ...insightAnswers,
    "audit.page",
    "models.list",
    "models.history",
    "models.preview",
    "models.championAt",
    "models.scoredBy",
    "models.rollbackPlan",
    "models.gate",
    "blindReview.status",
    "blindReview.receipt",
    "suites.list",
    "suites.choices",
    "models.upkeep",
    "decisions.history",
    "datasets.history",
    "snapshots.show",
    "lineage.graph",
    "lineage.node",
    "lineage.sink",
  ],
  "stage.changed": [],
  "queue.changed": [
    "suppressions.list",
    "suppressions.preview",
    "triage.queue",
    "triage.row",
    "triage.case",
    "triage.context",
    "triage.evidence",
    "scoring.runs",
    "models.preview",
    "drift.reports",
    "health.fixes",
    "datasets.history",
    "snapshots.show",
    "workspace.info",
    "lineage.graph",
    "lineage.node",
    "lineage.sink",
    ...huntAnswers,
    ...insightAnswers,
    "entity.show",
  ],
  "verdict.changed": judgedAnswers,
  "holds.changed": [
    ...insightAnswers,
    "triage.queue",
    "triage.row",
    "triage.case",
    "suppressions.list",
    "suppressions.preview",
    "audit.page",
    "decisions.history",
    "workspace.info",
  ],
  "hunts.changed": ["triage.queue", "audit.page", "decisions.history", "workspace.info", ...huntAnswers],
  /** Another analyst may see other verdicts. */
  "workspace.changed": [...judgedAnswers, "sql.history", "lineage.sink", "views.list", "backups.list"],
  "engine.state": [],
};

const settleMs = 60;

export function withJob(jobs: readonly Job[] | undefined, changed: Job): Job[] {
  const rest = (jobs ?? []).filter((job) => job.id !== changed.id);
  return [changed, ...rest].sort((a, b) => b.startedAt - a.startedAt);
}

/**
 * Keeps the answers fresh. Events come in bursts (a verdict a second, a job's progress), so invalidation waits a moment and
 * runs once for all that came.
 */
export function listenToEngine(client: Client, queries: QueryClient): () => void {
  const pending = new Set<RequestName>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const name of pending) void outdate(queries, name);
    pending.clear();
  };
  const note = (names: readonly RequestName[]): void => {
    for (const name of names) pending.add(name);
    if (pending.size > 0) timer ??= setTimeout(flush, settleMs);
  };
  const stops = eventNames.map((name) => client.on(name, () => note(outdatedBy[name])));
  stops.push(
    client.on("job.changed", (job) => queries.setQueryData<Job[]>(["jobs.list", {}], (jobs) => withJob(jobs, job))),
    client.on("engine.state", ({ state }) => {
      if (state === "restarted" || state === "ready") void queries.invalidateQueries();
    }),
  );
  return () => {
    if (timer !== undefined) clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
