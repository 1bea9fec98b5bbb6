import type { ModelPreview, PreviewItem, ShadowRun } from "../../shared/contract/preview.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import { nowUs } from "./fake-cases.ts";

const dayUs = 86_400_000_000;
const from = Math.floor(nowUs / dayUs) * dayUs;
const window = { from, to: from + dayUs };

const item = (given: Pick<PreviewItem, "change" | "subject" | "from" | "to"> & Partial<PreviewItem>): PreviewItem => ({
  window,
  anomalyId: null,
  headline: `${given.subject} called every 300 s`,
  reasons: [],
  verdicts: [],
  taught: 0,
  causes: [],
  ...given,
});

const updater = { anomalyId: "a0000001f3c9d2", subject: "ws-0117 to updates.example.net", isAnomaly: false, weight: 1 };
const implant = { anomalyId: "a0000002f3c9d2", subject: "ws-0204 to 203.0.113.66", isAnomaly: true, weight: 1 };

const changed: readonly PreviewItem[] = [
  item({
    change: "appeared",
    subject: "ws-0388 to cdn-edge.example.org",
    from: null,
    to: 9,
    headline: "ws-0388 called cdn-edge.example.org every 61 s for 9 h, 812 connections",
    reasons: ["Time between connections varies by 2 %; half of all pairs vary by at least 71 %.", "Never seen before on 41 days."],
    taught: 0.42,
    causes: [
      { ...implant, effect: 0.51 },
      { ...updater, effect: -0.09 },
    ],
  }),
  item({
    change: "vanished",
    subject: "ws-0117 to telemetry.vendor.example",
    from: 3,
    to: 61,
    anomalyId: "a0000003f3c9d2",
    headline: "ws-0117 called telemetry.vendor.example every 3,600 s",
    verdicts: [{ anomalyId: "a0000003f3c9d2", verdict: "benign", analyst: "ana", at: nowUs - dayUs, isSameWindow: true }],
    taught: -0.88,
    causes: [{ ...updater, effect: -0.88 }],
  }),
  item({
    change: "moved",
    subject: "ws-0204 to 203.0.113.66",
    from: 14,
    to: 1,
    anomalyId: "a0000002f3c9d2",
    verdicts: [{ anomalyId: "a0000002f3c9d2", verdict: "malicious", analyst: "ben", at: nowUs - 2 * dayUs, isSameWindow: false }],
    taught: 1.2,
    causes: [{ ...implant, effect: 1.2 }],
  }),
];

const kept: readonly PreviewItem[] = Array.from({ length: 28 }, (_, i) => {
  const rank = i < 7 ? i + 2 : i + 3;
  const moved = i % 4 === 0;
  return item({
    change: moved ? "moved" : "same",
    subject: `ws-${String(400 + i * 7).padStart(4, "0")} to host-${i}.example.com`,
    from: moved ? rank + 1 : rank,
    to: rank,
    anomalyId: `a${String(10 + i).padStart(7, "0")}f3c9d2`,
  });
});
const items = [...changed, ...kept.toSorted((a, b) => Number(a.change === "same") - Number(b.change === "same"))];
const count = (change: PreviewItem["change"]): number => items.filter((one) => one.change === change).length;

const shadow = { runs: 4, days: 4, events: 51_880, subjects: 612, drift: "WATCH" } as const;

/** What a version would change in the sample queue, or why there is nothing to tell. */
export function samplePreviewOf(model: string, version: string, because: string): ModelPreview {
  const head = { model, version, shadow };
  if (because !== "") return { ...head, list: null, because };
  const [k, n] = [count("moved") + count("same"), count("moved") + count("same") + count("vanished")];
  const { low, high } = wilson(k, n);
  return {
    ...head,
    because: "",
    list: {
      run: "4b1c77aa90",
      against: "7f3a9c51d20b44e8",
      datasetVersion: "d9c4417b02",
      scoredAt: nowUs - 3_600_000_000,
      places: n,
      subjects: 2417,
      counts: { appeared: count("appeared"), vanished: count("vanished"), moved: count("moved"), same: count("same") },
      shared: { k, n, low, high },
      withheld: 2,
      drift: { state: "WATCH", because: "Bytes sent moved in 2 of the last 3 windows." },
      causes: { state: "computed", because: "Score with a verdict minus score without it, the trees as they were grown.", verdicts: 12 },
      notices: [],
      items: [...items],
      total: items.length,
    },
  };
}

export const sampleShadowRun = (model: string, version: string): ShadowRun => ({
  id: "5ad0f1e2",
  model,
  modelVersion: version,
  stage: "challenger",
  beside: "4b1c77aa90",
  besideVersion: "7f3a9c51d20b44e8",
  datasetVersion: "d9c4417b02",
  range: {},
  subjects: 2417,
  places: 40,
  days: [{ day: from, subjects: 2417, events: 51_880 }],
  createdAt: nowUs,
  notices: [],
});
