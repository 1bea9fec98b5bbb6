import type { FigureKey } from "../../shared/contract/insights.ts";

/** What each figure of Insights is, in the words that Help has too. */
export const figureMeanings: Readonly<Record<FigureKey, string>> = {
  precision: "Confirmed malicious, of what a model surfaced and people judged malicious or benign. Audit items are left out.",
  confirm: "Confirmed malicious, of all that was judged, whichever way.",
  "active-time":
    "Seconds of attention at the desk, of cases judged one at a time. A pause counts for 30 s at most, a hidden window not at all.",
  "time-to-view": "From when a case was first surfaced to when somebody first opened it.",
  "time-to-verdict": "From when a case was first surfaced to its first verdict that stands.",
  missed: "Malicious among what the model did not surface, estimated from cases drawn by lot and judged blind, each weighted by 1/chance.",
  "blind-precision": "Malicious among what the model surfaced, estimated from cases chosen by lot and judged blind.",
  reasons: "Verdicts that say the model is wrong or the data is bad, by the reason given, each as a share of its kind.",
  workload: "Verdicts that stand, by the day (UTC) on which they were given.",
  backlog: "What the newest runs surfaced and nobody has judged; as it is now, whatever the period.",
  "label-use": "Whether the verdicts of the period are in a training set, wait for one, or were left out, and why.",
  suppressed: "Open cases that the queue leaves out by somebody’s decision; they are scored all the same and come back when it ends.",
  agreement: "Verdicts given on a case without sight of somebody else’s.",
};
