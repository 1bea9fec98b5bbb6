import type { ModelVersion, Stage } from "../../shared/contract/models.ts";
import type { Output, Parsed } from "../../shared/contract/requests.ts";
import { automaticActor, type StageCheck, type StageEvent } from "../../shared/contract/stages.ts";
import { nowUs } from "./fake-cases.ts";

const dayUs = 86_400_000_000;
type Names =
  | "models.history"
  | "models.championAt"
  | "models.scoredBy"
  | "models.stage"
  | "models.rollbackPlan"
  | "models.rollback"
  | "models.demote"
  | "models.quarantine"
  | "models.upkeep"
  | "models.expectedEffect"
  | "models.declineRetraining";
type StageHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const event = (seq: number, given: Pick<StageEvent, "kind" | "version" | "from" | "to" | "reason"> & Partial<StageEvent>): StageEvent => ({
  decision: `d${String(seq).padStart(16, "0")}`,
  seq,
  at: nowUs - (60 - seq) * dayUs,
  actor: "ana",
  isAutomatic: given.actor === automaticActor,
  model: "beaconing",
  evidence: null,
  also: [],
  ...given,
});

/** The life of one model, newest first. */
export const sampleHistory: readonly StageEvent[] = [
  event(48, {
    kind: "model.promote",
    version: "7f3a9c51d20b44e8",
    from: "validated",
    to: "champion",
    reason: "Fewer software updaters among the first ten, and every known beacon still found",
    evidence: { kind: "evaluation", id: "5d0c77e1", text: "", figures: {} },
  }),
  event(46, {
    kind: "model.demote",
    version: "1c88d0aa33",
    from: "champion",
    to: "retired",
    actor: automaticActor,
    reason: "Precision 3 of 60 verdicts stayed below the floor of 20 %",
    evidence: { kind: "rule", id: "a41f07d9", text: "3 of 60 verdicts, at most 19 %", figures: { k: 3, n: 60, high: 0.19, floor: 0.2 } },
  }),
  event(30, {
    kind: "model.stage",
    version: "7f3a9c51d20b44e8",
    from: "registered",
    to: "validated",
    reason: "Suite passed",
    actor: "root",
  }),
  event(2, { kind: "model.promote", version: "1c88d0aa33", from: "registered", to: "champion", reason: "First version" }),
];

const sampleChecks: StageCheck[] = [
  { id: "bundle", title: "Every file of the bundle is there and has its digest", state: "pass", text: "9 files" },
  { id: "session", title: "The model file opens in the runtime", state: "pass", text: "412 KiB" },
  { id: "golden", title: "Its golden rows score as when it was made", state: "pass", text: "32 of 32 rows, largest difference 0" },
  { id: "schema", title: "Its features can be read from events as they are stored now", state: "pass", text: "16 columns" },
];
const former = "1c88d0aa33";

const sampleUpkeep = (model: string): Output<"models.upkeep"> => ({
  model,
  champion: "7f3a9c51d20b44e8",
  since: nowUs - 12 * dayUs,
  findings: [
    {
      rule: "precision",
      title: "Precision",
      state: "ok",
      text: "14 of 40 settled cases were malicious: at most 55 %, floor 20 %.",
      figures: { k: 14, n: 40, high: 0.55, floor: 0.2, z: 2.576, looks: 0 },
    },
    {
      rule: "misses",
      title: "Missed incidents",
      state: "warn",
      text: "1 confirmed incident was scored and not surfaced in 30 days; look at what kept it down.",
      figures: { n: 1, demote: 2, days: 30 },
    },
    {
      rule: "volume",
      title: "Alert rate",
      state: "insufficient",
      text: "No run of this version had enough subjects to tell.",
      figures: { n: 0 },
    },
  ],
  judged: { malicious: 14, wrong: 26, benignTruePositive: 31, other: 6, disputed: 2 },
  proposal: {
    id: "b7710c52",
    model,
    after: "7f3a9c51d20b44e8",
    triggers: [
      { trigger: "age", text: "Trained 49 days ago; due after 30." },
      { trigger: "verdicts", text: "212 cases were judged since; due after 200." },
    ],
    dataset: { id: "9d01c2e47a", number: 12, events: 1_804_220 },
    labels: { positives: 21, negatives: 118, leftOut: 40 },
  },
});

/** The desk's stage requests over one made-up history. */
export function createFakeStages(version: (model: string, id: string, stage: Stage, daysAgo: number) => ModelVersion): StageHandlers {
  const of = (model: string): StageEvent[] => sampleHistory.filter((one) => one.model === model);
  return {
    "models.history": ({ model, limit }) => ({ events: of(model).slice(0, limit), total: of(model).length }),
    "models.championAt": ({ model, at }) => {
      const since = of(model).find((one) => one.at <= at && (one.to === "champion" || one.from === "champion")) ?? null;
      return { model, at, version: since?.to === "champion" ? since.version : null, since };
    },
    "models.scoredBy": ({ anomalyId }) => ({
      anomalyId,
      run: "r1",
      scoredAt: nowUs - 3 * dayUs,
      model: "beaconing",
      version: "7f3a9c51d20b44e8",
      stageThen: "champion",
      stageNow: "champion",
      championThen: "7f3a9c51d20b44e8",
      championNow: "7f3a9c51d20b44e8",
    }),
    "models.rollbackPlan": ({ model, to = former }) => ({
      model,
      from: "7f3a9c51d20b44e8",
      to,
      isPossible: true,
      because: `${to.slice(0, 12)} was champion before.`,
      checks: sampleChecks,
      earlier: [former],
    }),
    "models.rollback": ({ model, to = former }) => ({
      model,
      champion: to,
      event: null,
      because: "",
      tried: [{ version: to, checks: sampleChecks }],
    }),
    "models.demote": ({ model, fallback }) => ({
      model,
      champion: fallback === "previous" ? former : null,
      event: null,
      because: "",
      tried: [],
    }),
    "models.quarantine": ({ model }) => ({ model, champion: null, event: null, because: "", tried: [] }),
    "models.upkeep": ({ model }) =>
      model === "beaconing" ? sampleUpkeep(model) : { model, champion: null, since: null, findings: [], judged: null, proposal: null },
    "models.expectedEffect": () => ({
      state: "measured",
      because: "average precision among the judged of a later time, of which 9 of 41 are anomalies",
      cut: nowUs - 20 * dayUs,
      embargoHours: 24,
      lessons: { positives: 12, negatives: 70 },
      heldOut: { positives: 9, negatives: 32 },
      before: 0.41,
      after: 0.52,
      difference: { value: 0.11, low: 0.02, high: 0.2 },
      disjoint: null,
    }),
    "models.declineRetraining": () => ({ decision: "d0000000000000099" }),
    "models.stage": ({ model, version: id, to }) => version(model, id, to, 0),
  };
}
