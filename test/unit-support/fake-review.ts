import { AppError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { Agreement, Disagreement, KappaFigure } from "../../shared/contract/review.ts";
import type { MergePreview } from "../../shared/contract/merge.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";

const figure: KappaFigure = {
  state: "measured",
  because: "40 pairs of verdicts given without sight of each other",
  n: 40,
  agreed: 34,
  agreement: { rate: 0.85, low: 0.709, high: 0.929 },
  kappa: 0.7,
  low: 0.478,
  high: 0.922,
  error: 0.113,
  pairs: [
    { first: "benign", second: "benign", n: 17 },
    { first: "malicious", second: "malicious", n: 17 },
    { first: "benign", second: "malicious", n: 3 },
    { first: "malicious", second: "benign", n: 3 },
  ],
};

export const sampleAgreement: Agreement = {
  label: figure,
  verdict: figure,
  analysts: [{ names: ["ada", "ben"], label: figure, verdict: figure }],
};

type ReviewName = Extract<RequestName, `review.${string}`>;
type ReviewHandlers = { readonly [K in ReviewName]: (input: Parsed<K>) => Output<K> };

const sampleMerge: MergePreview = {
  decisions: 41,
  onlyHere: 12,
  shared: 230,
  analysts: ["ben", "cai"],
  judgedByBoth: 5,
  conflicts: [
    {
      anomalyId: "a0000006f3c9d2",
      label: "WS-0231 → api.telemetry.example",
      verdicts: [
        { analyst: "ana", verdict: "benign" },
        { analyst: "ben", verdict: "malicious" },
      ],
    },
  ],
  champions: [
    {
      model: "beaconing",
      champion: null,
      claims: [
        { version: "7f3a9c51d20b44e8", analyst: "ana" },
        { version: "c05e1b7790aa31f4", analyst: "ben" },
      ],
    },
  ],
  snapshots: 1,
  models: 1,
  runs: 2,
  anomalies: 38,
  missing: ["inventory directory of people.csv: import the same file here"],
  hasChanges: true,
};

export const fakeMerge = {
  "merge.preview": () => sampleMerge,
  "merge.apply": () => ({ ...sampleMerge, backup: "quarry-before-merge.sqlite", head: "0".repeat(64) }),
};

interface FakeReview {
  readonly handlers: ReviewHandlers;
  /** A row as it is with the reviews there are. */
  reviewed(row: QueueRow): QueueRow;
}

const at = Date.UTC(2026, 2, 21, 9) * 1000;
const side = { reason: "", confidence: null, techniques: [] };

/** One case that another analyst has judged, and one on which two differ. */
export function createFakeReview(
  cases: { readonly secondLook: QueueRow; readonly disputed: QueueRow } | undefined,
  emit: <K extends EventName>(name: K, body: EventBody<K>) => void,
): FakeReview {
  let share = 0.05;
  let decisions = 0;
  const open: Disagreement[] = cases === undefined ? [] : [sampleDisagreement(cases.disputed)];
  const settled: Disagreement[] = [];
  let due = cases === undefined ? [] : [cases.secondLook];
  const isOpen = (id: string): boolean => open.some(({ anomalyId }) => anomalyId === id);
  const told = (anomalyId: string): string => {
    emit("verdict.changed", { anomalyIds: [anomalyId] });
    decisions += 1;
    return `dr${decisions}`;
  };
  return {
    handlers: {
      "review.agreement": () => sampleAgreement,
      "review.status": ({ analyst = "ana" }) => ({ share, analyst, due: due.length, looked: 41, disputed: open.length }),
      "review.share": (input) => {
        share = input.share;
        return { share };
      },
      "review.queue": () => ({
        rows: due.map(({ anomalyId, model, subject, window }) => ({ anomalyId, model, label: subject.label, window })),
        total: due.length,
      }),
      "review.judge": ({ anomalyIds }) => {
        due = due.filter(({ anomalyId }) => !anomalyIds.includes(anomalyId));
        return { decision: told(anomalyIds[0] ?? ""), disputed: [] };
      },
      "review.disagreements": ({ state, anomalyId }) => {
        const items = [...(state === "settled" ? [] : open), ...(state === "open" ? [] : settled)].filter(
          (one) => anomalyId === undefined || one.anomalyId === anomalyId,
        );
        return { items, total: items.length };
      },
      "review.settle": ({ anomalyId, adopt, verdict, reason }) => {
        const at0 = open.findIndex((one) => one.anomalyId === anomalyId);
        const [one] = at0 < 0 ? [] : open.splice(at0, 1);
        if (one === undefined && cases !== undefined) throw new AppError("not-found", `there is no open disagreement about ${anomalyId}`);
        const decision = told(anomalyId);
        const taken = one?.sides.find((candidate) => candidate.decision === adopt)?.verdict ?? verdict ?? "benign";
        if (one !== undefined)
          settled.push({
            ...one,
            isOpen: false,
            settled: { ...side, decision, analyst: "ana", at, verdict: taken, note: reason, isSecondLook: false, adopts: adopt ?? null },
          });
        return { decision };
      },
    },
    reviewed: (row) => {
      if (isOpen(row.anomalyId)) return { ...row, state: null, review: "disputed" };
      if (row.state !== null || due.every(({ anomalyId }) => anomalyId !== row.anomalyId)) return row;
      const withheld = { score: null, pValue: null, qValue: null, isNew: null, reasons: [] };
      return { ...row, ...withheld, blind: { kind: null, propensity: null }, review: "second-look" };
    },
  };
}

const sampleDisagreement = ({ anomalyId, model, subject, window }: QueueRow): Disagreement => ({
  anomalyId,
  model,
  label: subject.label,
  window,
  isOpen: true,
  changesLabel: true,
  sides: [
    {
      ...side,
      decision: "d1f0c2a9b8e7d6c5",
      analyst: "ben",
      at: at - 86_400_000_000,
      verdict: "malicious",
      note: "Nobody of the team knows the tool, and the parent is a macro.",
      confidence: "high",
      techniques: ["T1059.001"],
      isSecondLook: false,
    },
    {
      ...side,
      decision: "d93b0c1d2e3f4a5b",
      analyst: "cai",
      at,
      verdict: "benign",
      reason: "business change",
      note: "Roll-out of the new agent, change 4711.",
      isSecondLook: true,
    },
  ],
  settled: null,
});
