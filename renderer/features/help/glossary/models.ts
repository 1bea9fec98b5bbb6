import { figureMeanings } from "../../../state/figure-meanings.ts";
import type { Entry } from "./entry.ts";

export const modelEntries: readonly Entry[] = [
  {
    term: "Model package",
    labels: ["model", "models", "package", "packages", "manifest"],
    meaning:
      "A folder with a hypothesis, the SQL of the features, the training set-up, a suite of known cases and gates. Its digest covers them all.",
  },
  {
    term: "Model version",
    labels: ["version", "versions and stages"],
    on: ["models", "triage"],
    meaning:
      "One trained model with everything it rests on. Its id is the sha256 of its contents, so the same inputs and seed give the same id.",
  },
  {
    term: "Stage",
    meaning:
      "Where a version stands: registered, validated, challenger, champion, retired; or quarantined from any. Only a person moves it towards champion, with a reason.",
  },
  { term: "registered", meaning: "Trained and in the registry; nothing uses it by itself." },
  { term: "validated", meaning: "It passed its evaluation suite and gates." },
  { term: "challenger", meaning: "It scores beside the champion without a say, so that the two can be compared." },
  { term: "champion", meaning: "The version whose runs fill the queue. One per model." },
  { term: "retired", on: ["models", "triage"], meaning: "It was champion, or was given up. It can be rolled back to." },
  { term: "quarantined", meaning: "Taken out of use, because something about it cannot be trusted any more." },
  {
    term: "Run",
    labels: ["runs", "runs over it"],
    meaning: "One scoring of one dataset version by one model version. Scoring again with the same gives the same run.",
  },
  { term: "When", on: ["models"], meaning: "When the run was made." },
  { term: "Subjects", meaning: "How many subjects the run scored." },
  { term: "Surfaced", meaning: "How many of them it put in the queue, audit items among them." },
  {
    term: "Calibration",
    labels: ["calibration n", "calibrated on", "n"],
    meaning: "Subjects kept out of training, against whose scores every p is measured. With n of them no p is smaller than 1 ÷ (n + 1).",
  },
  {
    term: "Training rows",
    labels: ["trained on"],
    meaning: "Subjects the model learned from. “Trained on” names the dataset version they came from, and the seed.",
  },
  { term: "Trained", meaning: "When this version was trained." },
  {
    term: "Time range",
    labels: ["from day (utc)", "to day, exclusive (utc)"],
    on: ["models"],
    meaning: "The part of the dataset that training read, in days of UTC; the last day is not part of it.",
  },
  { term: "Seed", fields: ["seed"], meaning: "The number all chance in training starts from. The same seed and data give the same bytes." },
  { term: "Feature SQL", meaning: "Digest of the query that computes the features. A changed query makes another version." },
  {
    term: "ONNX",
    labels: ["onnx sha256"],
    meaning: "Digest of the model file that is run. ONNX is an open format for models; the file is the same on every machine.",
  },
  { term: "Code", meaning: "Digest of the program parts that trained and scored." },
  {
    term: "OCSF",
    meaning: "Open Cybersecurity Schema Framework, the version of it, and the digest of the mapping that brought events into it.",
  },
  { term: "Mappings", labels: ["mapping"], meaning: "How files were read into OCSF, each by its digest." },
  {
    term: "Remarks",
    meaning: "What must be known before trusting this: no champion, a small calibration slice, files that were not read.",
  },
  {
    term: "Evaluation suite",
    labels: ["suite", "known-bad recall", "known-good false alarms"],
    meaning:
      "Known-bad cases a version must flag and known-good ones it must leave alone, at its operating point. Shares carry k of n and a 95 % Wilson interval.",
    source: "Wilson 1927",
  },
  {
    term: "Interval",
    labels: ["wilson interval", "95 %"],
    meaning:
      "The range a share may really have, given how few it was counted from. With too few, the answer is “insufficient”, which never passes a gate.",
    formula: "Wilson score interval, 95 %",
    source: "Wilson 1927",
  },
  {
    term: "Gate",
    labels: ["gates", "promotion gate"],
    meaning:
      "A line that must hold before a version may be promoted, or before a case may be acted on. Each says its figure, its threshold and what it was counted from.",
  },
  { term: "insufficient", meaning: "Too little to say. It is neither good nor bad, and passes no gate." },
  {
    term: "Precision at budget",
    meaning: figureMeanings.precision,
  },
  { term: "Base rate", meaning: "How many of all subjects are what is looked for. Without it a precision means nothing." },
  {
    term: "To beat",
    labels: ["foil", "naive foil"],
    meaning: "A simple query that the model has to do better than, at the same number of places.",
    formula: "exact sign test over the cases only one of them found",
    source: "McNemar 1947",
  },
  { term: "Golden rows", meaning: "Rows with the scores the file's maker got for them; here they must come out the same." },
  { term: "Direction", meaning: "Whether high or low scores of the imported file are the strange ones, and how that is known." },
  { term: "Made by", on: ["models"], meaning: "The program that wrote the imported file, as the file says." },
  { term: "Reads", meaning: "The inputs the imported file asks for, with their shapes." },
  { term: "Gives", meaning: "The outputs the imported file has, with their shapes." },
  { term: "File", on: ["models"], meaning: "A file that was imported, or one of a version's bundle." },
  { term: "Recorded", on: ["models"], meaning: "The start of the sha256 that the file had when the version was registered." },
  {
    term: "Made again",
    meaning:
      "A version trained anew from its recorded dataset, labels, seed and package, and the start of the sha256 that each file then has. Given files are what it was made from.",
  },
  { term: "Name", on: ["models"], meaning: "What the imported model is called on the desk." },
  { term: "Column, from 0", meaning: "Which column of the output is the score." },
  {
    term: "Queue under this version",
    labels: ["queue under version"],
    meaning:
      "What is in the queue beside what another version than the champion would put there, from a scoring of the same data that is kept apart. Nothing of it enters the queue.",
  },
  {
    term: "Change",
    labels: ["appeared", "vanished", "moved", "stayed"],
    on: ["models"],
    meaning:
      "What another version would do to a case of the queue: let it appear, vanish, move to another rank, or stay where it is. Both lists have as many places.",
  },
  {
    term: "Rank, from → to",
    on: ["models"],
    meaning:
      "The place in the queue as it is, and under the other version, by score among cases that may be shown. Of what vanishes, the rank among all subjects scored.",
  },
  { term: "What it is", on: ["models"], meaning: "The case in a sentence, its subject and when its window begins; it leads to the case." },
  { term: "Verdicts on it", on: ["models"], meaning: "Verdicts in force on the same subject, in this window or another, newest first." },
  {
    term: "Verdicts behind it",
    on: ["models"],
    meaning:
      "The verdicts that taught the version and change this subject’s score most, at most three. Above 0 a verdict makes the subject stranger, below 0 more usual.",
    formula: "score with the verdict − score without it, all others kept and the trees as they were grown, in edges of the mean path",
  },
  {
    term: "Sent to",
    labels: ["collector", "this session"],
    meaning:
      "The address that lineage is sent to, if a person signed for one, and how much went there since the desk was opened. Nothing else ever leaves the machine.",
  },
];

export const evaluationEntries: readonly Entry[] = [
  {
    term: "Known-bad",
    labels: ["known-bad flagged"],
    meaning: "Cases that a version must flag, each with its ATT&CK technique: of the package's suite, and made of confirmed verdicts.",
  },
  {
    term: "Known-good",
    labels: ["known-good flagged"],
    meaning:
      "Cases that a version must leave alone: of the package's suite, and made of verdicts that called them benign or the model wrong.",
  },
  {
    term: "Alerts a day",
    meaning: "Subjects of telemetry after its training that the version flags at its operating p-value, by days that have subjects.",
  },
  {
    term: "Average precision",
    meaning: "How well known-bad cases stand before known-good ones in the order of the score: 1 when all of them do.",
    formula: "sum over scores of recall gained × precision",
  },
  { term: "List", on: ["models"], meaning: "Whose list a blind review drew its cases from: the version’s or the champion’s." },
  {
    term: "Places",
    on: ["models"],
    meaning: "How many cases a list has: the daily budget for every day of the telemetry that was listed.",
  },
  {
    term: "Malicious of the decided",
    meaning: "Cases of a list that you judged malicious, of those judged malicious or benign, with a 95 % interval.",
  },
  { term: "Found by it alone", meaning: "Malicious cases that this list had and the other had not." },
  { term: "Rank, this version", meaning: "The place a case had on the list of the version under review; a dash where it was not on it." },
  { term: "Rank, champion", meaning: "The place a case had on the champion’s list; a dash where it was not on it." },
  { term: "Your verdict", meaning: "What you judged a case of the blind review to be." },
  {
    term: "Line",
    on: ["models"],
    meaning: "One of ten conditions of a promotion, and below it what it asks for. All must pass, and insufficient is not a pass.",
  },
  {
    term: "k of n",
    on: ["models"],
    meaning: "How many of how many a line counted. Where it is a share, its 95 % Wilson interval stands below.",
  },
  {
    term: "Override",
    labels: ["overridden", "overrides"],
    meaning:
      "A promotion past a gate that does not pass, with the name and the reason of whoever decided it. It is shown with the model for good.",
  },
  {
    term: "Versions judged",
    meaning: "Versions that the suite was used for. The more are chosen by the same cases, the less these cases say.",
  },
  { term: "worn", meaning: "A suite that judged too many versions. It still fails a version, and no longer carries one." },
  { term: "fresh", meaning: "A suite that few versions were judged by." },
  { term: "Techniques", on: ["models"], meaning: "ATT&CK techniques that the suite has known-bad cases of." },
  { term: "Made", on: ["models"], meaning: "When the suite was made and by whom. What it holds is never changed." },
  { term: "Title", on: ["models"], meaning: "What the suite is called." },
  {
    term: "Malicious: one subject in",
    meaning: "How rare what is looked for is: nobody knows it, so it is asked for. Precision follows from it.",
  },
  { term: "Subjects a day", meaning: "How many subjects the model would score on a day." },
  { term: "Minutes an alert takes", meaning: "An analyst's time for one alert." },
  { term: "A day", on: ["models"], meaning: "What a day with these subjects would bring, at the shares the evaluation counted." },
  { term: "As counted", meaning: "With the shares as they were counted." },
  { term: "At the worst ends", meaning: "With the lower end of known-bad flagged and the upper end of ordinary flagged." },
];

export const driftEntries: readonly Entry[] = [
  {
    term: "Envelope",
    labels: ["training envelope", "outside envelope"],
    fields: ["envelope"],
    meaning: "What the data looked like when the model was trained. Runs are held against it; outside it a score means less.",
  },
  { term: "in envelope", labels: ["IN_ENVELOPE"], meaning: "The data is as in training, as far as can be told." },
  { term: "watch", labels: ["WATCH"], meaning: "Something moved that is not known to move the score, or has not lasted yet." },
  {
    term: "outside",
    labels: ["OUTSIDE"],
    meaning: "What carries the score moved, and it lasted. Treat what the model says with caution until it is trained again.",
  },
  { term: "broken", labels: ["BROKEN"], meaning: "The data means something else than in training: a column, unit or mapping changed." },
  { term: "extrapolating", meaning: "This subject has values that training hardly or never saw, so its score is a guess." },
  {
    term: "State",
    on: ["models"],
    meaning:
      "How a drift check stands: as trained, moved once, raised since it lasted or is critical, or insufficient; of a file made again, whether it is the same.",
  },
  {
    term: "Of",
    on: ["models"],
    meaning: "What a drift check asks about: a feature, the score, a column or the data as a whole; below it the question.",
  },
  {
    term: "Training and now",
    meaning: "Shares of values by bin. Outlined: in training. Filled: in the newest window.",
  },
  {
    term: "Adjusted p",
    meaning:
      "How often chance alone would give such an effect, found by drawing whole blocks of time at random, and adjusted for how many features were asked about.",
    formula: "block permutation, then Benjamini-Yekutieli over the features of the window",
    source: "Benjamini and Yekutieli 2001",
  },
  {
    term: "Effective n",
    meaning:
      "What the values are worth, since successive ones are alike. Below 500, unless the package says otherwise, a distribution is not judged.",
    formula: "n (1 − r) / (1 + r), r the correlation of successive values",
  },
  {
    term: "Effect",
    labels: ["Effect (95 %)"],
    meaning:
      "How far a feature moved since training, in the measure beside it: Wasserstein distance in ordinary spreads, Jensen-Shannon distance, a change of share or a ratio.",
  },
  {
    term: "Threshold",
    meaning: "What an effect must reach to count: a fixed floor, or what blocks of training show by chance if that is more.",
    formula: "max(floor, larger of the 99 % quantile and mean + 3 s.d. of training's blocks)",
  },
  {
    term: "Persistence",
    meaning: "In how many of the newest windows the effect was over its threshold. One is not enough unless it is critical.",
  },
  { term: "schema", meaning: "First thing asked: are columns, classes and mappings as in training?" },
  { term: "missingness", meaning: "Are values missing as often as in training?" },
  { term: "range", meaning: "Do values lie where training had any?" },
  { term: "distribution", meaning: "Are the values spread as in training?" },
  { term: "alert-rate", labels: ["alert rate"], meaning: "Does the model flag as many subjects as in calibration?" },
  { term: "volume", meaning: "Are there as many subjects as in training?" },
  { term: "as-trained", labels: ["as trained"], meaning: "The check found nothing that counts." },
  { term: "moved", meaning: "The effect is over its threshold in this window." },
  { term: "critical", meaning: "So large that it counts at once, without waiting for a second window." },
];
