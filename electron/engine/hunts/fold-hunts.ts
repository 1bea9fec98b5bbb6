import { HuntRecord } from "../../../shared/contract/hunts.ts";
import { huntOutcomes, titleAmong, type HuntStage } from "../../../shared/domain/hunt.ts";
import { plural } from "../context/words.ts";
import type { HuntBody, HuntDecision } from "./hunt-decisions.ts";

/** A hunt as the log tells it. */
export interface HuntState {
  readonly id: string;
  readonly candidate: string | null;
  readonly anomalyIds: readonly string[];
  readonly record: HuntRecord;
  readonly stage: HuntStage;
  readonly openedAt: number;
  readonly openedBy: string;
  /** When it last became active; null before that. */
  readonly startedAt: number | null;
  readonly closedAt: number | null;
  readonly history: readonly { readonly at: number; readonly analyst: string; readonly what: string; readonly decision: string }[];
}

export interface HuntsState {
  readonly hunts: ReadonlyMap<string, HuntState>;
  /** In the order they were decided. */
  readonly arrangements: readonly HuntBody<"hunt.arrange">[];
}

/** Derives all hunts from the decisions, oldest first. What was undone counts for nothing, nor does what was built on it. */
export function foldHunts(decisions: readonly HuntDecision[]): HuntsState {
  const undone = undoneAmong(decisions);
  const hunts = new Map<string, HuntState>();
  const arrangements: HuntBody<"hunt.arrange">[] = [];
  for (const decision of decisions) {
    if (undone.has(decision.id)) continue;
    if (decision.kind === "hunt.arrange") arrangements.push(decision.body);
    else if (decision.kind === "hunt.open") hunts.set(decision.body.hunt, opened(decision));
    else if (decision.kind !== "decision.undo" && decision.kind !== "decision.redo") {
      const hunt = hunts.get(decision.body.hunt);
      if (hunt !== undefined) hunts.set(hunt.id, changed(hunt, decision));
    }
  }
  return { hunts, arrangements };
}

export function undoneAmong(decisions: readonly HuntDecision[]): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const decision of decisions) {
    if (decision.kind === "decision.undo") undone.add(decision.body.undoes);
    else if (decision.kind === "decision.redo") undone.delete(decision.body.redoes);
  }
  return undone;
}

type Of<K extends HuntDecision["kind"]> = Extract<HuntDecision, { readonly kind: K }>;

const entry = (decision: HuntDecision) => ({
  at: decision.at,
  analyst: decision.actor,
  what: describeDecision(decision),
  decision: decision.id,
});

const opened = (decision: Of<"hunt.open">): HuntState => ({
  id: decision.body.hunt,
  candidate: decision.body.candidate,
  anomalyIds: decision.body.anomalyIds,
  record: decision.body.record,
  stage: "backlog",
  openedAt: decision.at,
  openedBy: decision.actor,
  startedAt: null,
  closedAt: null,
  history: [entry(decision)],
});

function changed(hunt: HuntState, decision: Of<"hunt.edit" | "hunt.members" | "hunt.move">): HuntState {
  const history = [...hunt.history, entry(decision)];
  switch (decision.kind) {
    case "hunt.edit":
      return { ...hunt, history, record: HuntRecord.parse({ ...hunt.record, ...decision.body.changes }) };
    case "hunt.members": {
      const { add, remove } = decision.body;
      const kept = hunt.anomalyIds.filter((id) => !remove.includes(id));
      return { ...hunt, history, anomalyIds: [...new Set([...kept, ...add])] };
    }
    case "hunt.move": {
      const { stage, changes } = decision.body;
      return {
        ...hunt,
        history,
        stage,
        record: HuntRecord.parse({ ...hunt.record, ...changes }),
        startedAt: stage === "active" ? decision.at : stage === "backlog" ? null : hunt.startedAt,
        closedAt: stage === "closed" ? decision.at : null,
      };
    }
  }
}

const fieldTitles: { readonly [K in keyof HuntRecord]: string } = {
  topic: "topic",
  owner: "owner",
  trigger: "trigger",
  hypothesis: "hypothesis",
  fit: "fit",
  timeboxDays: "time allowed",
  datasets: "datasets",
  models: "models",
  foil: "simple query to beat",
  techniques: "techniques",
  notes: "notes",
  findings: "findings",
  outcome: "outcome",
  byproducts: "byproducts",
  knownBenign: "known benign",
  handOff: "hand-over",
};
const titleOfField = (field: string): string => Object.entries(fieldTitles).find(([name]) => name === field)?.[1] ?? field;

/** What a decision did, in words. */
export function describeDecision(decision: HuntDecision): string {
  switch (decision.kind) {
    case "hunt.open":
      return `opened with ${plural(decision.body.anomalyIds.length, "anomaly", "anomalies")}`;
    case "hunt.edit":
      return `changed ${Object.keys(decision.body.changes).map(titleOfField).join(", ")}`;
    case "hunt.members": {
      const { add, remove } = decision.body;
      const parts = [add.length > 0 ? `added ${add.length}` : "", remove.length > 0 ? `removed ${remove.length}` : ""];
      return `${parts.filter((part) => part !== "").join(", ")} ${add.length + remove.length === 1 ? "anomaly" : "anomalies"}`;
    }
    case "hunt.move":
      if (decision.body.stage === "closed") return `closed: ${titleAmong(huntOutcomes, decision.body.changes.outcome ?? "").toLowerCase()}`;
      return decision.body.stage === "active" ? "made active" : "put into the backlog";
    case "hunt.arrange":
      return describeArrangement(decision.body);
    case "decision.undo":
      return "undid";
    case "decision.redo":
      return "did again";
  }
}

function describeArrangement({ how, together, apart, dropped }: HuntBody<"hunt.arrange">): string {
  if (how === "merge") return `merged candidates into one of ${plural(together[0]?.length ?? 0, "anomaly", "anomalies")}`;
  if (how === "split") return `split ${plural(apart[0]?.[0].length ?? 0, "anomaly", "anomalies")} from a candidate`;
  if (how === "add") return "added anomalies to a candidate";
  return `dropped ${plural(dropped.length, "anomaly", "anomalies")} from candidates`;
}
