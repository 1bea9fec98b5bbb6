import type { DecisionPlace } from "../../shared/contract/decisions.ts";
import type { FakeDecisions } from "./fake-decisions.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { HuntAnomaly, HuntCandidateDetail, HuntDetail, HuntRecord, Priority } from "../../shared/contract/hunts.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import { nowUs, rowAt } from "./fake-cases.ts";

type Names = Extract<RequestName, `hunts.${string}`>;
type HuntHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const day = 86_400_000_000;

export const samplePriority: Priority = {
  bits: 11.1,
  parts: [
    { kind: "evidence", title: "How strange together", bits: 9.1, because: "combined p 0.0018 of 2 anomalies, the strangest 2.5e-4" },
    { kind: "criticality", title: "What is at stake", bits: 1, because: "FS-02 is of extreme criticality, times 2" },
    { kind: "tactics", title: "Spread over ATT&CK tactics", bits: 1, because: "2 tactics that its models tell apart, times 2" },
  ],
};

const anomalyAt = (i: number): HuntAnomaly => {
  const row = rowAt(i);
  return {
    anomalyId: row.anomalyId,
    model: row.model,
    label: row.subject.label,
    window: row.window,
    headline: row.reasons.join("; "),
    pValue: row.pValue,
    verdict: null,
    isSuppressed: row.health.state === "suppressed",
    currentId: row.anomalyId,
  };
};

const membersOf = (indexes: readonly number[]): Pick<HuntDetail, "anomalies" | "entities" | "timeline"> => {
  const anomalies = indexes.map(anomalyAt).toSorted((a, b) => a.window.from - b.window.from);
  return {
    anomalies,
    entities: [
      {
        key: "host:short:ws-117",
        kind: "host",
        label: "ws-117",
        members: anomalies.length,
        anomalies: 6,
        isFollowed: true,
        criticality: "medium",
      },
      {
        key: "account:nt:~corp\\r.vance",
        kind: "account",
        label: "corp\\r.vance",
        members: 1,
        anomalies: 2,
        isFollowed: true,
        criticality: "unknown",
      },
      {
        key: "host:fqdn:dc01.corp.example",
        kind: "host",
        label: "dc01",
        members: 1,
        anomalies: 48,
        isFollowed: false,
        criticality: "extreme",
      },
    ],
    timeline: anomalies.map((one, i) => ({
      at: one.window.from,
      text: one.headline,
      tone: i === 0 ? "new" : "evidence",
      anomalyId: one.anomalyId,
    })),
  };
};

const windowOf = (anomalies: readonly HuntAnomaly[]): { from: number; to: number } => ({
  from: Math.min(...anomalies.map((one) => one.window.from)),
  to: Math.max(...anomalies.map((one) => one.window.to)),
});

export function sampleCandidate(id: string, rank: number, indexes: readonly number[]): HuntCandidateDetail {
  const members = membersOf(indexes);
  return {
    id,
    rank,
    title: members.anomalies[0]?.label ?? id,
    priority: { ...samplePriority, bits: samplePriority.bits - rank },
    window: windowOf(members.anomalies),
    anomalyIds: members.anomalies.map((one) => one.anomalyId),
    models: [...new Set(members.anomalies.map((one) => one.model))].toSorted(),
    isArranged: false,
    redirectedFrom: null,
    ...members,
    entities: members.entities,
  };
}

const unsaid = { answer: "unknown", because: "" } as const;
const sampleRecord = (topic: string): HuntRecord => ({
  topic,
  owner: "ana",
  trigger: "model-anomaly",
  hypothesis: {
    actor: "corp\\r.vance",
    behaviour: "calls home at regular intervals",
    location: "ws-117",
    evidence: "1 anomaly of beaconing",
  },
  fit: { "simpler-not-enough": unsaid, "easy-to-label": unsaid, "high-volume": unsaid, "hard-to-classify": unsaid },
  timeboxDays: 5,
  datasets: ["d9c4417b02"],
  models: ["beaconing"],
  foil: { title: "Most connections to one destination", sql: "SELECT 1", measured: null },
  techniques: ["T1071"],
  notes: "",
  findings: "",
  outcome: null,
  byproducts: [],
  knownBenign: [],
  handOff: null,
});

export function sampleHunt(id: string, topic: string, indexes: readonly number[]): HuntDetail {
  const members = membersOf(indexes);
  return {
    id,
    stage: "backlog",
    topic,
    owner: "ana",
    judged: 0,
    priority: samplePriority,
    window: members.anomalies.length === 0 ? null : windowOf(members.anomalies),
    openedAt: nowUs - 2 * day,
    startedAt: null,
    closedAt: null,
    dueAt: null,
    outcome: null,
    ...members,
    record: sampleRecord(topic),
    openedBy: "ana",
    candidate: null,
    foilPrecision: null,
    history: [{ at: nowUs - 2 * day, analyst: "ana", what: `opened with ${members.anomalies.length} anomalies`, decision: "d0" }],
  };
}

interface State {
  readonly hunts: readonly HuntDetail[];
  readonly candidates: readonly HuntCandidateDetail[];
}

/** Candidates and hunts in memory: opened, moved, arranged, closed and taken back, one step at a time. */
export function createFakeHunts(
  isEmpty: boolean,
  emit: <K extends EventName>(name: K, body: EventBody<K>) => void,
  decisions: FakeDecisions,
): HuntHandlers {
  let state: State = isEmpty
    ? { hunts: [], candidates: [] }
    : {
        hunts: [
          {
            ...sampleHunt("h0000000000000001", "Printers that talk outside", [2]),
            stage: "active",
            startedAt: nowUs - day,
            dueAt: nowUs + 4 * day,
          },
        ],
        candidates: [sampleCandidate("c0000000000000001", 1, [0, 1]), sampleCandidate("c0000000000000002", 2, [6, 7, 8, 9])],
      };
  let steps = 0;
  /** Of every candidate there was, the anomaly it goes by. */
  const anchors = new Map<string, string | undefined>();
  const put = (next: State, hunt: string | undefined, kind: string, what: string): string => {
    const before = state;
    for (const { id, anomalyIds } of state.candidates) anchors.set(id, anomalyIds[0]);
    state = { ...next, candidates: next.candidates.map((candidate, i) => ({ ...candidate, rank: i + 1 })) };
    steps += 1;
    const after = state;
    const become = (to: State): void => {
      state = to;
      emit("hunts.changed", { hunts: hunt === undefined ? [] : [hunt] });
    };
    const opened = state.hunts.find((one) => one.id === hunt);
    const title = opened === undefined ? what : `${opened.topic}: ${what}`;
    const place: DecisionPlace = { screen: "hunts", hunt: opened === undefined ? null : { id: opened.id, stage: opened.stage } };
    const id = `h${steps}`;
    decisions.make({ id, kind, what: title, place, anomalyIds: [], apply: () => become(after), revert: () => become(before) });
    become(after);
    return id;
  };
  const find = (id: string): HuntDetail => {
    const hunt = state.hunts.find((one) => one.id === id);
    if (hunt === undefined) throw new AppError("not-found", `there is no hunt ${id}`);
    return hunt;
  };
  const findCandidate = (id: string): HuntCandidateDetail => {
    const candidate = state.candidates.find((one) => one.id === id);
    if (candidate !== undefined) return candidate;
    const anchor = anchors.get(id);
    const holder = state.candidates.find(({ anomalyIds }) => anchor !== undefined && anomalyIds.includes(anchor));
    if (holder === undefined) throw new AppError("not-found", `there is no candidate ${id}`);
    return { ...holder, redirectedFrom: id };
  };
  const change = (id: string, changes: Partial<HuntDetail>, what: string): Output<"hunts.edit"> => {
    const old = find(id);
    const entry = { at: nowUs, analyst: "ana", what, decision: `h${steps + 1}` };
    const hunt = { ...old, ...changes, history: [...old.history, entry] };
    const decision = put({ ...state, hunts: state.hunts.map((one) => (one.id === id ? hunt : one)) }, id, "hunt.edit", what);
    return { decision, hunt };
  };
  const indexesOf = (ids: readonly string[]): number[] => ids.map((id) => Number(id.slice(1, 8)) - 1);
  const without = (ids: readonly string[]): HuntCandidateDetail[] =>
    state.candidates
      .map((one) => ({ one, left: one.anomalyIds.filter((id) => !ids.includes(id)) }))
      .filter(({ left }) => left.length > 1)
      .map(({ one, left }) => (left.length === one.anomalyIds.length ? one : sampleCandidate(one.id, one.rank, indexesOf(left))));
  return {
    "hunts.candidates": ({ limit, offset }) => ({
      candidates: state.candidates
        .slice(offset, offset + limit)
        .map((one) => ({ ...one, entities: one.entities.map((entity) => entity.label) })),
      total: state.candidates.length,
      alone: isEmpty ? 0 : 12,
      leftOut: { suppressed: isEmpty ? 0 : 3, withheld: 0, explained: 0, dropped: 0, inHunts: isEmpty ? 0 : 1, beyond: 0 },
      rules: ["Anomalies are gathered when they share an entity and at most 12 hours lie between their windows."],
    }),
    "hunts.candidate": ({ id }) => findCandidate(id),
    "hunts.places": () => ({
      hunts: state.hunts.map(({ id, topic, stage, anomalies }) => ({
        id,
        topic,
        stage,
        anomalyIds: anomalies.map((one) => one.anomalyId),
      })),
      candidates: state.candidates.map(({ id, rank, anomalyIds }) => ({ id, rank, anomalyIds })),
    }),
    "hunts.arrange": (input) => {
      const moved = input.how === "merge" ? input.candidates.flatMap((id) => findCandidate(id).anomalyIds) : input.anomalyIds;
      const rest = without(moved);
      if (input.how === "merge") rest.unshift(sampleCandidate(input.candidates[0] ?? "", 1, indexesOf(moved)));
      if (input.how === "split" && moved.length > 1) rest.push(sampleCandidate("c0000000000000009", 9, indexesOf(moved)));
      return {
        decision: put({ ...state, candidates: rest }, undefined, "hunt.arrange", "arranged candidates"),
        candidates: rest.map((one) => one.id),
      };
    },
    "hunts.list": ({ stage }) =>
      state.hunts
        .filter((hunt) => stage === undefined || hunt.stage === stage)
        .map(({ anomalies, ...hunt }) => ({ ...hunt, anomalies: anomalies.length })),
    "hunts.show": ({ id }) => find(id),
    "hunts.open": ({ candidate, anomalyIds, record }) => {
      const from = candidate === undefined ? undefined : findCandidate(candidate);
      const members = [...new Set([...(from?.anomalyIds ?? []), ...anomalyIds])];
      const hunt = {
        ...sampleHunt(`h${String(steps + 100).padStart(16, "0")}`, record.topic ?? from?.title ?? "New hunt", indexesOf(members)),
        candidate: from?.id ?? null,
      };
      return { decision: put({ hunts: [...state.hunts, hunt], candidates: without(members) }, hunt.id, "hunt.open", "opened"), hunt };
    },
    "hunts.edit": ({ id, changes }) => {
      const record = { ...find(id).record, ...changes } as HuntRecord;
      return change(id, { record, topic: record.topic, owner: record.owner }, `changed ${Object.keys(changes).join(", ")}`);
    },
    "hunts.members": ({ id, add, remove }) => {
      const kept = find(id)
        .anomalies.map((one) => one.anomalyId)
        .filter((one) => !remove.includes(one));
      return change(id, membersOf(indexesOf([...new Set([...kept, ...add])])), "changed its anomalies");
    },
    "hunts.move": ({ id, stage }) =>
      change(
        id,
        { stage, closedAt: null, startedAt: stage === "active" ? nowUs : null, dueAt: stage === "active" ? nowUs + 5 * day : null },
        stage === "active" ? "made active" : "put into the backlog",
      ),
    "hunts.close": ({ id, outcome, byproducts, knownBenign, handOff, findings }) =>
      change(
        id,
        {
          stage: "closed",
          closedAt: nowUs,
          dueAt: null,
          outcome,
          record: { ...find(id).record, outcome, byproducts, knownBenign, handOff, findings: findings ?? "" },
        },
        "closed",
      ),
    "hunts.report": ({ id, format }) => ({
      fileName: `hunt-${id}.${format === "html" ? "html" : "md"}`,
      mediaType: format === "html" ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8",
      text: `# Hunt: ${find(id).topic}\n\n## Summary\n`,
      sha256: "0".repeat(64),
    }),
  };
}
