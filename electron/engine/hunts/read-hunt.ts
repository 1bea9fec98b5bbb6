import { z } from "zod";
import type { HuntAnomaly, HuntCandidateDetail, HuntDetail, HuntEntity, HuntSummary } from "../../../shared/contract/hunts.ts";
import type { HuntStage } from "../../../shared/domain/hunt.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { type Board, type HuntBoard, toHuntCandidate } from "./board.ts";
import { entitiesOf, priorityOf } from "./candidates.ts";
import { kindOf, labelOf } from "./entity-words.ts";
import { type Finding, readFindingsById } from "./finding.ts";
import type { HuntState } from "./fold-hunts.ts";
import { inOrder } from "./links.ts";

const timelinesSql = loadText(import.meta.url, "member-timelines.sql");

const TimelineRow = z.object({ anomaly_id: z.string(), timeline: z.string() });
const Tone = z.enum(["evidence", "new", "usual"]);
const Timeline = z.array(z.object({ at: z.number(), text: z.string(), tone: Tone }));

const dayUs = 86_400_000_000;
const mostEntities = 60;
const mostMoments = 400;
const newPerMember = 3;

/** Hunts as a list shows them: active ones by when their time is up, the backlog by priority, closed ones newest first. */
export function listHunts(db: Database, board: HuntBoard, stage: HuntStage | undefined): HuntSummary[] {
  const read = board.read();
  const hunts = [...read.hunts.hunts.values()].filter((hunt) => stage === undefined || hunt.stage === stage);
  const members = new Map(
    readFindingsById(db, board.facts, [...new Set(hunts.flatMap((hunt) => hunt.anomalyIds))]).map((finding) => [finding.id, finding]),
  );
  return hunts.map((hunt) => toSummary(hunt, pick(hunt, members), board)).toSorted(inListOrder);
}

const stages: readonly HuntStage[] = ["active", "backlog", "closed"];
const inListOrder = (a: HuntSummary, b: HuntSummary): number =>
  stages.indexOf(a.stage) - stages.indexOf(b.stage) ||
  (a.dueAt ?? 0) - (b.dueAt ?? 0) ||
  (b.closedAt ?? 0) - (a.closedAt ?? 0) ||
  b.priority.bits - a.priority.bits ||
  (a.id < b.id ? -1 : 1);

const pick = (hunt: HuntState, members: ReadonlyMap<string, Finding>): Finding[] =>
  inOrder(hunt.anomalyIds.flatMap((id) => members.get(id) ?? []));

function toSummary(hunt: HuntState, members: readonly Finding[], board: HuntBoard): HuntSummary {
  const { shared } = board.read();
  return {
    id: hunt.id,
    stage: hunt.stage,
    topic: hunt.record.topic,
    owner: hunt.record.owner,
    anomalies: members.length,
    judged: members.filter((member) => member.verdict !== undefined).length,
    priority: priorityOf(members, { shared, facts: board.facts, criticality: board.criticality }),
    window: members.length === 0 ? null : { from: Math.min(...members.map((m) => m.fromUs)), to: Math.max(...members.map((m) => m.toUs)) },
    openedAt: hunt.openedAt,
    startedAt: hunt.startedAt,
    closedAt: hunt.closedAt,
    dueAt: hunt.stage === "active" && hunt.startedAt !== null ? hunt.startedAt + hunt.record.timeboxDays * dayUs : null,
    outcome: hunt.record.outcome,
  };
}

/** Everything about one hunt. Throws AppError `not-found`. */
export function readHunt(db: Database, board: HuntBoard, id: string): HuntDetail {
  const hunt = board.hunt(id);
  const members = inOrder(readFindingsById(db, board.facts, hunt.anomalyIds));
  const { measured } = hunt.record.foil;
  const precision = measured === null ? undefined : wilson(measured.k, measured.n);
  return {
    ...toSummary(hunt, members, board),
    ...aboutMembers(db, board, members),
    record: hunt.record,
    openedBy: hunt.openedBy,
    candidate: hunt.candidate,
    foilPrecision:
      precision?.rate === undefined
        ? null
        : { share: precision.rate, low: precision.low, high: precision.high, k: precision.k, n: precision.n },
    history: [...hunt.history],
  };
}

/** A candidate with its members; an id that has become another's is answered by that one. Throws AppError `not-found` or `conflict`. */
export function readCandidate(db: Database, board: HuntBoard, id: string): HuntCandidateDetail {
  const candidate = board.candidate(id);
  return {
    ...toHuntCandidate(candidate),
    ...aboutMembers(db, board, candidate.members),
    redirectedFrom: candidate.id === id ? null : id,
  };
}

function aboutMembers(
  db: Database,
  board: HuntBoard,
  members: readonly Finding[],
): Pick<HuntDetail, "anomalies" | "entities" | "timeline"> {
  const read = board.read();
  return {
    anomalies: members.map((member) => toHuntAnomaly(member, read)),
    entities: toEntities(members, board),
    timeline: toTimeline(db, members),
  };
}

const toHuntAnomaly = (member: Finding, { byKey }: Board): HuntAnomaly => ({
  anomalyId: member.id,
  model: member.model,
  label: member.label,
  window: { from: member.fromUs, to: member.toUs },
  headline: member.headline,
  pValue: member.pValue ?? null,
  verdict: member.verdict ?? null,
  isSuppressed: member.isSuppressed,
  currentId: byKey.get(member.key)?.id ?? null,
});

function toEntities(members: readonly Finding[], board: HuntBoard): HuntEntity[] {
  const { shared } = board.read();
  const atUs = Math.max(0, ...members.map((member) => member.toUs));
  return entitiesOf(members)
    .slice(0, mostEntities)
    .map(({ key, members: n }) => ({
      key,
      kind: kindOf(key),
      label: labelOf(key),
      members: n,
      anomalies: shared.get(key)?.findings.length ?? 0,
      isFollowed: shared.get(key)?.isFollowed ?? true,
      criticality: criticalityTitle(board, key, atUs),
    }));
}

function criticalityTitle(board: HuntBoard, key: string, atUs: number): HuntEntity["criticality"] {
  const titles: readonly HuntEntity["criticality"][] = ["unknown", "low", "medium", "high", "extreme"];
  return titles[board.criticality.of(key, atUs)] ?? "unknown";
}

/** Each member at its beginning, and what was new around it. What is withheld brings nothing of its context. */
function toTimeline(db: Database, members: readonly Finding[]): HuntDetail["timeline"] {
  const told = members.filter((member) => member.pValue !== undefined).map((member) => member.id);
  const around = query(db, timelinesSql, TimelineRow).all({ anomalies: JSON.stringify(told) });
  const entries = [
    ...members.map((member) => ({ at: member.fromUs, text: member.headline, tone: Tone.enum.evidence, anomalyId: member.id })),
    ...around.flatMap(({ anomaly_id, timeline }) =>
      Timeline.parse(JSON.parse(timeline))
        .filter((entry) => entry.tone === "new")
        .slice(0, newPerMember)
        .map(({ at, text, tone }) => ({ at, text, tone, anomalyId: anomaly_id })),
    ),
  ];
  const once = new Map(entries.map((entry) => [`${entry.at} ${entry.text}`, entry]));
  return [...once.values()].toSorted((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1)).slice(0, mostMoments);
}
