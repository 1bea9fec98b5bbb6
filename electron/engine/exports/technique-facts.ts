import type { Wanted } from "../../../shared/contract/exports.ts";
import { huntTechniques } from "./incident-finding.ts";
import type { ExportSource, Told } from "./export-source.ts";
import { observedTechniques } from "./finding.ts";
import { type FindingScope, scopeOfMembers } from "./read-findings.ts";

type Navigator = Extract<Wanted, { what: "navigator" }>;

/** What a layer says of one technique. */
export interface TechniqueFacts {
  readonly technique: string;
  /** Anomalies that name it, or that were confirmed with it. */
  readonly anomalies: number;
  readonly models: readonly string[];
  readonly hunts: readonly string[];
  /** Entries of the decision log that it rests on. */
  readonly decisions: readonly string[];
}

interface Said {
  readonly technique: string;
  readonly anomalies?: number;
  readonly model?: string;
  readonly hunt?: string | undefined;
  readonly decision?: string | undefined;
}

const known = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))].toSorted();

function gathered(said: readonly Said[]): TechniqueFacts[] {
  return [...Map.groupBy(said, (one) => one.technique)]
    .map(([technique, all]) => ({
      technique,
      anomalies: all.reduce((sum, one) => sum + (one.anomalies ?? 0), 0),
      models: known(all.map((one) => one.model)),
      hunts: known(all.map((one) => one.hunt)),
      decisions: known(all.map((one) => one.decision)),
    }))
    .toSorted((a, b) => (a.technique < b.technique ? -1 : 1));
}

const scopeOf = (source: ExportSource, { hunt }: Navigator): FindingScope => {
  if (hunt === undefined) return source.scope({ show: "all", health: "any", text: "" });
  const [detail] = source.hunts(hunt);
  return scopeOfMembers(source.db, detail?.anomalies.map((one) => one.anomalyId) ?? []);
};

async function candidates(source: ExportSource, wanted: Navigator): Promise<Said[]> {
  const scope = scopeOf(source, wanted);
  const ofModels: Said[] = [];
  for (const run of scope.runs) {
    const anomalies = (await source.count({ ...scope, runs: [run] })).total;
    const attack = anomalies === 0 ? [] : (source.packageOf(run)?.attack ?? []);
    ofModels.push(...attack.map(({ technique }) => ({ technique, anomalies, model: run.model })));
  }
  const ofHunts = source
    .hunts(wanted.hunt)
    .flatMap((hunt) => hunt.record.techniques.map((technique) => ({ technique, hunt: hunt.id, decision: hunt.history.at(-1)?.decision })));
  return [...ofModels, ...ofHunts];
}

const ofFinding = ({ facts, finding }: Told): Said[] =>
  observedTechniques(finding).map((technique) => ({
    technique,
    anomalies: 1,
    model: facts.run.model,
    decision: finding.verdict?.decision,
  }));

function observed(source: ExportSource, wanted: Navigator): Said[] {
  const inVerdicts = [...source.findings({ ...scopeOf(source, wanted), verdict: "malicious" })].flatMap(ofFinding);
  const inHunts = source.hunts(wanted.hunt).flatMap((hunt) => {
    if (hunt.record.outcome !== "hypothesis-confirmed-malicious") return [];
    const members = source.members(hunt);
    const findings = members.map(({ finding }) => finding);
    return huntTechniques(hunt, findings).map((technique) => ({ technique, hunt: hunt.id, decision: hunt.history.at(-1)?.decision }));
  });
  return [...inVerdicts, ...inHunts];
}

const withoutFinding = (source: ExportSource, wanted: Navigator): Said[] =>
  source
    .hunts(wanted.hunt)
    .filter(({ record }) => record.outcome === "hypothesis-not-confirmed" || record.outcome === "hypothesis-confirmed-benign")
    .flatMap((hunt) => hunt.record.techniques.map((technique) => ({ technique, hunt: hunt.id, decision: hunt.history.at(-1)?.decision })));

const readers = { candidate: candidates, observed, "hunted-no-finding": withoutFinding } as const;

/** What a layer shows, by technique. */
export const readTechniques = async (source: ExportSource, wanted: Navigator): Promise<TechniqueFacts[]> =>
  gathered(await readers[wanted.layer](source, wanted));

/** The runs behind it. */
export const runsOf = (source: ExportSource, wanted: Navigator) => scopeOf(source, wanted).runs;
