import type { Entry } from "./entry.ts";

export const queueEntries: readonly Entry[] = [
  {
    term: "Queue",
    labels: ["rank"],
    fields: ["rank"],
    meaning:
      "The anomalies of the newest run of each model, strangest first. Those whose data cannot be trusted come last. The number on the left is the place.",
  },
  {
    term: "Anomaly",
    labels: ["case"],
    fields: ["anomalyId", "row"],
    meaning: "A subject that a run put before you. What you see of it on the screen is its case.",
  },
  {
    term: "Subject",
    labels: ["strange are"],
    fields: ["subject", "grain"],
    meaning:
      "What a model scores: an entity, or a pair, and a window of time. The model declares which; a beaconing model scores a source, a destination and a day.",
  },
  { term: "Window", fields: ["window"], meaning: "The stretch of time that the subject covers. Times are shown in the zone chosen above." },
  {
    term: "Score",
    fields: ["score", "additiveScore", "subjectsScored"],
    meaning:
      "How strange the model finds the subject; higher is stranger. On its own it says nothing about how rare that is: p does. A model made elsewhere scores in a unit of its own.",
    formula: "isolation forest: s = 2^(−mean path length ÷ c(n)), between 0 and 1",
    source: "Liu, Ting and Zhou 2008, Isolation forest",
  },
  {
    term: "p",
    labels: ["p-value", "percentile", "rarer than"],
    fields: ["pValue"],
    meaning:
      "The chance that an ordinary subject scores at least as strange. “Rarer than 99.97 %” is 1 − p. It cannot be smaller than one over the calibration subjects plus one, which is why their number n stands beside it.",
    formula: "p = (1 + calibration scores at or above this one) ÷ (n + 1)",
    source: "Split-conformal p-values, Bates et al. 2023, Annals of Statistics 51",
  },
  {
    term: "q",
    labels: ["q-value", "q withheld"],
    fields: ["qValue"],
    meaning:
      "Of everything that its model surfaced down to this case, the share that is expected to be ordinary; models take turns in the queue, so that q does not rise from row to row. Five small bars show it at a glance: five filled for q up to .005, four to .025, three to .05, two to .1, else one.",
    formula: "smallest p × subjects ÷ rank, over this rank and all below it",
    source: "Benjamini and Hochberg 1995",
  },
  {
    term: "Expected ordinary",
    labels: ["ordinary"],
    meaning: "The largest q among the surfaced, audit items left out: so much of the queue would be ordinary on average.",
    source: "Benjamini and Hochberg 1995",
  },
  {
    term: "Reasons",
    labels: ["why not higher?"],
    fields: ["reasons", "headline", "whyNotHigher", "sentence", "title"],
    meaning:
      "A feature that made the subject stranger, in a sentence. The three with the largest parts are shown; “why not higher?” lists all of them.",
  },
  {
    term: "Feature",
    fields: ["feature", "unit"],
    meaning: "A named figure that the model reads about the subject, with its unit and the direction in which it is odd.",
  },
  {
    term: "Observed",
    fields: ["value"],
    meaning: "The feature's value for this subject, as the telemetry gave it; empty when it gave none.",
  },
  {
    term: "Against training",
    labels: ["usual", "median"],
    fields: ["baseline", "percentile"],
    meaning:
      "The value beside those the model was trained on. The light band is where 90 % of them lie, the dark band the middle half, the line their median, the dot this subject.",
    formula: "percentile = share of training rows at or below the value",
  },
  {
    term: "Part",
    labels: ["contribution", "part of the score"],
    fields: ["contribution", "contributions"],
    meaning: "How much one feature adds to the score. Base and parts add up to the score as shown, to within a millionth.",
    formula: "exact path-dependent TreeSHAP values of the mean path length over the trees",
    source: "Lundberg et al. 2020, algorithm 2",
  },
  {
    term: "Base",
    fields: ["base"],
    meaning: "The score that an ordinary subject would get, before any feature says something about this one.",
  },
  {
    term: "Occlusion",
    labels: ["left over", "residual"],
    fields: ["occlusion"],
    meaning:
      "How a model made elsewhere is explained: one feature at a time takes its training median, and its part is what the score loses. Such parts need not add up; what they leave over is shown.",
  },
  {
    term: "Own, peers, estate",
    labels: ["own", "peers", "estate"],
    fields: ["comparisons"],
    meaning:
      "Where the value stands among other windows of the same subject, among others with the same role, and among all other scored subjects. Fewer than five to compare with are called unknown.",
  },
  {
    term: "Under an attacker's hand",
    fields: ["attackerControlled"],
    meaning: "Somebody in control of the subject could choose this value, so that an ordinary one proves little.",
  },
  {
    term: "NEW",
    labels: ["new", "is it new?"],
    fields: ["isNew"],
    meaning:
      "Never seen before in the telemetry at hand: a feature of the model that asks this said yes, or it is the first record of a thing.",
  },
  {
    term: "Audit item",
    labels: ["blind", "blind sample", "audit share", "withheld"],
    fields: ["blind"],
    meaning:
      "A case put before you by lot, with score and reasons withheld until your verdict. Some were surfaced by the model and some were not; your verdicts on them say how much the model misses.",
    formula: "each is weighed by one over its chance of being drawn",
  },
  {
    term: "Second look",
    labels: ["disagreement", "differ"],
    fields: ["review"],
    meaning:
      "A share of verdicts, drawn by lot, is put to another analyst who sees neither the first verdict nor the score. Where the two differ none is in force, and training leaves the case out, until a person settles it with a reason.",
  },
  {
    term: "Judged before",
    fields: ["priorVerdicts", "prior", "history", "state"],
    meaning: "Earlier verdicts on the same subject or on an entity in it, with who gave them and when. Undone ones stay in the history.",
  },
  {
    term: "Learning",
    labels: ["live order"],
    meaning:
      "Orders the open cases as the verdicts so far would have it. A preview: scores, runs and models stay as they are until a new version is trained and promoted.",
    source: "Siddiqui et al. 2018, feedback-guided isolation forest",
  },
  {
    term: "Budget",
    labels: ["today", "daily budget"],
    meaning: "How many cases a day you mean to judge. Runs surface so many that it can be kept.",
  },
  {
    term: "Evidence",
    on: ["triage"],
    labels: ["event", "events"],
    fields: ["evidence", "evidenceCount"],
    meaning: "The events from which the subject's features were computed. Each leads to the record in the file it came from.",
  },
  {
    term: "Time of an event",
    on: ["triage"],
    labels: ["time", "when"],
    meaning: "When the event happened, in the zone chosen above; the whole time with its offset shows on pointing at it.",
  },
  { term: "Class", on: ["triage"], meaning: "The OCSF event class: what kind of thing was recorded." },
  {
    term: "File",
    on: ["triage"],
    labels: ["files"],
    meaning: "The imported file that the record stands in, with the start of its sha256.",
  },
  { term: "Record", on: ["triage"], meaning: "The record's number in its file, from 1." },
  {
    term: "Note",
    labels: ["notes"],
    on: ["triage"],
    fields: ["notes"],
    meaning: "Free text on a case, signed and kept in the decision log.",
  },
  {
    term: "ATT&CK candidates",
    labels: ["att&ck techniques seen in the evidence"],
    fields: ["attack"],
    meaning:
      "Techniques of MITRE ATT&CK. A model names those it looks for; with a verdict you say which of them the evidence shows. Only the latter enters exports.",
    source: "MITRE ATT&CK",
  },
  {
    term: "Lineage",
    fields: ["lineage", "run", "dataset", "version", "model", "stage", "calibrationRows"],
    meaning:
      "Where every figure of the case comes from: run, model version, dataset version, training, SQL, code and files, each by its digest.",
  },
  {
    term: "Suppression",
    labels: [
      "suppressions",
      "hidden by suppressions",
      "owner",
      "why it is suppressed",
      "days until it ends",
      "days from now",
      "suppress all the same, because",
      "in force",
      "taken back",
    ],
    on: ["triage", "settings"],
    fields: ["hold"],
    meaning:
      "A person's decision that the queue leaves out what matches all of a scope, until a day. What it hides is scored all the same and counted; cases with a verdict, and blind ones, it never hides.",
  },
  {
    term: "Snoozed",
    labels: ["snooze", "comes back", "waiting for"],
    on: ["triage"],
    meaning:
      "Put off by a person until a time: the queue leaves the case out until then. It says nothing about what the case is; verdicts stay as they are.",
  },
  {
    term: "Kept in sight",
    on: ["triage"],
    meaning: "A case that a suppression matches, and that stays in the queue by lot, so that what suppressions hide goes on being judged.",
    formula: "2 % of the subjects and windows, drawn by their content",
  },
  {
    term: "View",
    labels: ["save what is shown as", "view of the queue"],
    on: ["triage"],
    meaning:
      "A filter and order of the queue under a name, for everybody in the workspace. Which of them your queue opens with is your own choice; saving under a name that is taken changes that view.",
  },
  {
    term: "Events around",
    labels: ["of", "within"],
    on: ["triage"],
    meaning:
      "Whatever the data of the case holds of the subject, of one thing in it, or of everything, within a time of the event or of the case's window. A thing is found by name in the columns that can name it; where more match than are listed, those nearest in time are.",
  },
  {
    term: "Compare with",
    labels: ["compare with, nearest first", "first case", "second case"],
    on: ["triage"],
    meaning:
      "Two cases side by side. Offered are those of the same run with the same leading reason, nearest by the parts of their features first; select two in the queue to compare any.",
  },
  {
    term: "Same",
    on: ["triage"],
    meaning: "= where both cases say the same, ≠ where they differ. Of a feature its value is compared, of a reason which feature it is.",
  },
  {
    term: "Copy",
    on: ["triage"],
    meaning:
      "What is taken to the clipboard: the marked events of the evidence, this case, or the selected cases. Times carry their offset, and nothing that is pasted runs, links or reorders what is read.",
  },
  {
    term: "Value and filter of",
    on: ["triage"],
    meaning: "The column that “Value” and “Filter” are taken from; the other forms take all columns.",
  },
];
