/** The words of a hunt record. Values are those of the MISP taxonomy hunt-ex, but for `model-anomaly` and `none`; PEAK gives the fit criteria (Splunk, M-ATH). */
export const huntStages = ["backlog", "active", "closed"] as const;
export type HuntStage = (typeof huntStages)[number];

interface Word<K extends string> {
  readonly key: K;
  readonly title: string;
}
const word = <K extends string>(key: K, title: string): Word<K> => ({ key, title });

export const huntTriggers = [
  word("model-anomaly", "Anomalies a model surfaced"),
  word("analyst-intuition", "Analyst's own idea"),
  word("intel-report", "Intelligence report"),
  word("sector-alert", "Alert of the sector"),
  word("prior-hunt", "Earlier hunt"),
  word("incident-followup", "Follow-up of an incident"),
  word("red-team", "Red team"),
  word("purple-team", "Purple team"),
  word("crown-jewel", "Crown jewel"),
  word("detection-gap", "Detection gap"),
  word("ioc-sweep", "Sweep for indicators"),
] as const;

export const huntOutcomes = [
  word("hypothesis-confirmed-malicious", "Confirmed, malicious"),
  word("hypothesis-confirmed-benign", "Confirmed, benign"),
  word("hypothesis-not-confirmed", "No finding"),
  word("inconclusive", "Inconclusive"),
] as const;

export const huntByproducts = [
  word("detection-gap", "Detection gap"),
  word("data-source-gap", "Data source gap"),
  word("tooling-gap", "Tooling gap"),
  word("process-gap", "Process gap"),
  word("vuln-or-misconfig", "Vulnerability or misconfiguration"),
] as const;

export const huntHandOffs = [
  word("none", "Nothing handed on"),
  word("promote-to-detection", "Make it a detection"),
  word("keep-as-periodic-hunt", "Hunt again from time to time"),
  word("escalated-to-ir", "Escalated to incident response"),
  word("handed-to-detection-engineering", "Given to detection engineering"),
  word("retire", "Retire the hypothesis"),
] as const;

/** When a model-assisted hunt is the right kind; the first has to hold. */
export const fitCriteria = [
  word("simpler-not-enough", "Simpler methods are not accurate enough"),
  word("easy-to-label", "Malicious and benign are easy to tell apart when seen"),
  word("high-volume", "There is too much to read, or it is hard to summarise"),
  word("hard-to-classify", "Events are easy to find but hard to classify"),
] as const;
export const fitAnswers = ["yes", "no", "unknown"] as const;

type KeyOf<W extends readonly Word<string>[]> = W[number]["key"];
export type FitCriterion = KeyOf<typeof fitCriteria>;

/** The title of a key among its words, or the key itself. */
export const titleAmong = (words: readonly Word<string>[], key: string): string => words.find((one) => one.key === key)?.title ?? key;
