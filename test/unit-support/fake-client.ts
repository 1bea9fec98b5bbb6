import { type Client } from "../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import { type Input, isRequestName, type Output, type Parsed, type RequestName, requests } from "../../shared/contract/requests.ts";
import type { CaseDetail, QueueRow, VerdictDetail, VerdictState } from "../../shared/contract/triage.ts";
import { verdictKinds } from "../../shared/domain/verdict.ts";
import { createFakeBulk } from "./fake-bulk.ts";
import { detailOf, indexOfAnomaly, nowUs, rowAt, suppressedFrom } from "./fake-cases.ts";
import { evidenceOf } from "./fake-context.ts";
import { createFakeSuppressions } from "./fake-suppressions.ts";
import { createFakeBlindReview } from "./fake-blind-review.ts";
import { createFakeDecisions } from "./fake-decisions.ts";
import { createFakeEstate } from "./fake-estate.ts";
import { createFakeReview } from "./fake-review.ts";
import { type FakeGraph, fakeWidening, graphOf } from "./fake-widening.ts";

export interface FakeOptions {
  /** Rows in the queue. */
  readonly rows?: number;
  readonly isEmpty?: boolean;
  readonly delayMs?: number;
  readonly graph?: FakeGraph;
  /** Reading this for the nth time, from 1, is refused. */
  readonly fails?: (name: RequestName, nth: number) => boolean;
  /** The third case was judged by another analyst and is to be judged again; on the fifth two differ. */
  readonly hasReviews?: boolean;
  readonly isReadOnly?: boolean;
  /** Judging an anomaly for which this holds is refused. */
  readonly refuses?: (anomalyId: string) => boolean;
}

export interface FakeClient extends Client {
  emit<K extends EventName>(name: K, body: EventBody<K>): void;
  /** Names of the calls made so far, oldest first. */
  readonly calls: readonly RequestName[];
}

interface Step {
  readonly anomalyIds: readonly string[];
  readonly before: readonly (VerdictState | undefined)[];
  readonly after: VerdictState;
  readonly detail: VerdictDetail;
}
type Note = CaseDetail["notes"][number];
type FakeHandlers = { readonly [K in RequestName]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

/** Cases of a blind review, which come after those of the queue and are not in it. */
const reviewCases = 3;

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new CancelledError());
    });
  });

const untilAborted = <T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  signal === undefined
    ? answer
    : new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new CancelledError()), { once: true });
        answer.then(resolve, reject);
      });

function isShown(row: QueueRow, show: Parsed<"triage.queue">["show"]): boolean {
  if (show === "all") return true;
  return show === "open" ? row.state === null && row.review !== "disputed" : row.review === show;
}

function placeIn(rows: readonly QueueRow[], anomalyId: string | undefined): number | null {
  const index = rows.findIndex((row) => row.anomalyId === anomalyId);
  return index < 0 ? null : index;
}

/** The engine as the desk sees it, in memory: a queue, verdicts with undo, jobs that progress. */
export function createFakeClient({
  rows = 40,
  isEmpty = false,
  delayMs = 0,
  graph = "small",
  hasReviews = false,
  refuses = () => false,
  isReadOnly = false,
  fails = () => false,
}: FakeOptions = {}): FakeClient {
  const listeners = new Map<EventName, Set<(body: never) => void>>();
  const emit: FakeClient["emit"] = (name, body) => {
    for (const listener of listeners.get(name) ?? []) (listener as (value: typeof body) => void)(body);
  };
  const states = new Map<string, VerdictState>();
  const notes = new Map<string, Note[]>();
  const done: Step[] = [];
  const decisions = createFakeDecisions();
  /** The verdicts on one anomaly, oldest first; what was taken back and not brought again is left out. */
  const historyOf = (id: string): CaseDetail["history"] =>
    done.flatMap((step) => (step.anomalyIds.includes(id) ? [{ ...step.after, ...step.detail, undone: false }] : []));
  const calls: RequestName[] = [];
  let clock = nowUs;
  const estate = createFakeEstate({ isEmpty, isReadOnly, emit, used: () => states.size, decisions });

  const everyRow = (): readonly QueueRow[] => Array.from({ length: isEmpty ? 0 : rows }, (_, i) => withState(rowAt(i)));
  const suppressions = createFakeSuppressions({
    rows: () => Array.from({ length: isEmpty ? 0 : rows }, (_, i) => ({ ...rowAt(i), state: states.get(rowAt(i).anomalyId) ?? null })),
    analyst: () => estate.analyst(),
    now: () => clock,
    decided: (what, apply, cases = []) => {
      clock += 1_000_000;
      const id = `s${String(clock)}`;
      const put = (forward: boolean) => (): void => {
        apply(forward);
        emit("holds.changed", {});
      };
      decisions.make({
        id,
        kind: cases.length > 0 ? "case.snooze" : "suppression.change",
        what,
        place: cases[0] === undefined ? { screen: "settings" } : { screen: "triage", anomalyId: cases[0] },
        anomalyIds: [...cases],
        apply: put(true),
        revert: put(false),
      });
      put(true)();
      return id;
    },
  });
  // Only a queue of forty or fewer ends with them, as the engine sorts it.
  const suppressedOf = (count: number): number => (count > 40 ? 0 : Math.max(0, count - suppressedFrom));
  const review = createFakeReview(hasReviews ? { secondLook: rowAt(2), disputed: rowAt(4) } : undefined, emit);
  const blind = createFakeBlindReview({
    rows: Array.from({ length: isEmpty ? 0 : reviewCases }, (_, i) => rowAt(rows + i)),
    stateOf: (id) => states.get(id) ?? null,
    analyst: () => estate.analyst(),
    decisions,
    emit,
  });
  const withState = (row: QueueRow): QueueRow => {
    const judged = blind.blinded(review.reviewed({ ...row, state: states.get(row.anomalyId) ?? null }));
    return { ...judged, hold: suppressions.holdOf(judged) };
  };
  const find = (id: string): QueueRow => {
    const index = indexOfAnomaly(id);
    if (!(index >= 0 && index < rows + (isEmpty ? 0 : reviewCases))) throw new AppError("not-found", `there is no anomaly ${id}`);
    return withState(rowAt(index));
  };
  const queueOf = (input: Parsed<"triage.queue">): Output<"triage.queue"> => {
    const count = isEmpty ? 0 : rows;
    const isHeld = suppressions.isAnything();
    const isPlain =
      !isHeld &&
      input.text === "" &&
      input.hunt === undefined &&
      input.model === undefined &&
      input.show === "all" &&
      input.health === "any";
    const counts = isEmpty || !hasReviews ? [] : [rowAt(2), rowAt(4)].map((row) => withState(row).review);
    const disputed = counts.filter((one) => one === "disputed").length;
    const secondLooks = counts.filter((one) => one === "second-look").length;
    const open = count - states.size - disputed;
    const page = {
      open,
      secondLooks,
      disputed,
      held: { suppressed: 0, snoozed: 0, audited: 0, nextReturn: null },
      expectedOrdinary: { share: 0.1, because: "largest q-value among the surfaced" },
      notices: [],
      live: null,
    };
    if (input.review !== undefined) {
      const all = (blind.rowsOf(input.review) ?? []).map(withState);
      const shown = all.filter((row) => input.show === "all" || row.state === null);
      return {
        ...page,
        place: placeIn(shown, input.place),
        open: all.filter((row) => row.state === null).length,
        total: shown.length,
        suppressed: 0,
        rows: shown,
      };
    }
    if (isPlain) {
      const length = Math.max(0, Math.min(input.limit, count - input.offset));
      return {
        ...page,
        total: count,
        place:
          input.place === undefined
            ? null
            : placeIn(
                Array.from({ length: count }, (_, i) => rowAt(i)),
                input.place,
              ),
        suppressed: suppressedOf(count),
        rows: Array.from({ length }, (_, i) => withState(rowAt(input.offset + i))),
      };
    }
    const text = input.text.toLowerCase();
    const found = Array.from({ length: count }, (_, i) => withState(rowAt(i))).filter(
      (row) =>
        isShown(row, input.show) &&
        (input.model === undefined || row.model === input.model) &&
        (input.hunt === undefined || estate.membersOf(input.hunt).includes(row.anomalyId)) &&
        `${row.subject.label} ${row.model} ${row.reasons.join(" ")}`.toLowerCase().includes(text),
    );
    const hidden = found.filter((row) => row.hold?.isHidden === true);
    const all = input.held === "show" ? found : input.held === "only" ? hidden : found.filter((row) => row.hold?.isHidden !== true);
    const snoozed = hidden.filter((row) => row.hold?.snooze !== null).length;
    const held = { suppressed: hidden.length - snoozed, snoozed, audited: 0, nextReturn: null };
    const suppressed = all.filter((row) => row.health.state === "suppressed");
    const shown = input.health === "any" ? all : suppressed;
    const rowsOf = shown.slice(input.offset, input.offset + input.limit);
    return {
      ...page,
      place: placeIn(shown, input.place),
      open: open - hidden.length,
      held,
      total: shown.length,
      suppressed: suppressed.length,
      rows: rowsOf,
    };
  };
  const put = (step: Step, forward: boolean): void => {
    for (const [i, id] of step.anomalyIds.entries()) {
      const state = forward ? step.after : step.before[i];
      if (state === undefined) states.delete(id);
      else states.set(id, state);
    }
    emit("verdict.changed", { anomalyIds: [...step.anomalyIds] });
    emit("workspace.changed", { what: "budget" });
  };

  const judge = (input: Parsed<"triage.judge">): Output<"triage.judge"> => {
    const bad = input.anomalyIds.find(refuses);
    if (bad !== undefined) throw new AppError("io", "the disk is full");
    clock += 1_000_000;
    const after = {
      verdict: input.verdict,
      reason: input.reason,
      note: input.note,
      analyst: estate.analyst(),
      at: clock,
      decision: `d${String(clock)}`,
    };
    const detail: VerdictDetail = {
      valid: input.valid ?? verdictKinds.find(({ key }) => key === input.verdict)?.anomalyValid ?? "unknown",
      confidence: input.confidence ?? null,
      techniques: input.techniques,
      duplicateOf: input.duplicateOf === undefined ? null : { anomalyId: input.duplicateOf, label: find(input.duplicateOf).subject.label },
    };
    const step = { anomalyIds: input.anomalyIds, before: input.anomalyIds.map((id) => states.get(id)), after, detail };
    const [first = ""] = input.anomalyIds;
    const title = verdictKinds.find(({ key }) => key === input.verdict)?.short ?? input.verdict;
    const apply = (): void => {
      done.push(step);
      put(step, true);
    };
    decisions.make({
      id: after.decision,
      kind: "verdict.record",
      what: `${title} on ${input.anomalyIds.length === 1 ? find(first).subject.label : `${input.anomalyIds.length} anomalies`}`,
      place: { screen: "triage", anomalyId: first },
      anomalyIds: input.anomalyIds,
      apply,
      revert: () => {
        done.splice(done.indexOf(step), 1);
        put(step, false);
      },
    });
    apply();
    return { decision: after.decision, states: Object.fromEntries(input.anomalyIds.map((id) => [id, after])) };
  };

  const handlers: FakeHandlers = {
    ...estate.handlers,
    ...createFakeBulk({ rows: everyRow, judge }),
    ...suppressions.handlers,
    ...review.handlers,
    ...blind.handlers,
    "triage.queue": queueOf,
    "triage.row": ({ anomalyId }) => find(anomalyId),
    "triage.case": ({ anomalyId }) => ({
      ...detailOf(find(anomalyId)),
      ...(find(anomalyId).review === "blind-review" ? { lineage: null, contributions: [], base: null, additiveScore: null } : {}),
      history: historyOf(anomalyId),
      notes: notes.get(anomalyId) ?? [],
    }),
    "triage.context": ({ anomalyId }) => graphOf(find(anomalyId), graph),
    ...fakeWidening(find, graph),
    "triage.evidence": ({ anomalyId, limit, offset }) => {
      const row = find(anomalyId);
      return { rows: evidenceOf(row, limit, offset), total: row.evidenceCount };
    },
    "triage.record": ({ eventId }) => ({
      eventId,
      file: "zeek/conn.2026-03-22.log.gz",
      record: 1004,
      raw: '{"ts":1774172520.123456,"uid":"CHhAvVGS1DHFjwGM9","id.orig_h":"10.20.4.31","id.resp_h":"203.0.113.44","proto":"tcp","service":"ssl","big":12345678901234567890,"note":"tab\\t and \u202eright to left"}',
    }),
    "triage.judge": judge,
    "triage.note": ({ anomalyId, text }) => {
      clock += 1_000_000;
      const note = { at: clock, analyst: estate.analyst(), text };
      const keep = (kept: Note[]): void => {
        notes.set(anomalyId, kept);
        emit("verdict.changed", { anomalyIds: [anomalyId] });
      };
      const others = (): Note[] => (notes.get(anomalyId) ?? []).filter((one) => one !== note);
      const place = { screen: "triage" as const, anomalyId };
      decisions.make({
        id: `n${String(clock)}`,
        kind: "note.record",
        what: `Note on ${find(anomalyId).subject.label}`,
        place,
        anomalyIds: [anomalyId],
        apply: () => keep([...others(), note]),
        revert: () => keep(others()),
      });
      keep([...others(), note]);
      return { decision: `n${String(clock)}` };
    },
    ...decisions.handlers,
  };

  const answer = async <K extends RequestName>(name: K, input: Input<K>): Promise<Output<K>> => {
    const parsed = requests[name].input.parse(input) as Parsed<K>;
    return handlers[name](parsed);
  };
  return {
    calls,
    emit,
    async call(name, input, signal) {
      if (!isRequestName(name)) throw new AppError("not-found", "no such request");
      calls.push(name);
      await pause(delayMs, signal);
      if (fails(name, calls.filter((one) => one === name).length))
        throw new AppError("evidence-unreadable", `the disk does not answer (${name})`);
      return untilAborted(answer(name, input), signal);
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}
