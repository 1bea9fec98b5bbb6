import type { HuntAnomaly, HuntCandidateDetail, HuntDetail, HuntEntity, HuntSummary, Priority } from "../../../shared/contract/hunts.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import { huntHandOffs, huntOutcomes, titleAmong } from "../../../shared/domain/hunt.ts";
import { facts, isoTime, printable, table } from "./text.ts";

const minute = (us: number): string => isoTime(us).slice(0, 16);

export const describeHunts = (hunts: readonly HuntSummary[]): string =>
  hunts.length === 0
    ? "no hunt has been opened yet; quarry hunts candidates lists what could be one\n"
    : table(hunts, [
        { title: "HUNT", value: (one) => one.id },
        { title: "STAGE", value: (one) => one.stage },
        { title: "BITS", right: true, value: (one) => one.priority.bits.toFixed(1) },
        { title: "ANOMALIES", right: true, value: (one) => one.anomalies },
        { title: "JUDGED", right: true, value: (one) => one.judged },
        { title: "OWNER", value: (one) => one.owner },
        { title: "TOPIC", value: (one) => one.topic },
        { title: "DUE", value: (one) => (one.dueAt === null ? "" : minute(one.dueAt)) },
        { title: "OUTCOME", value: (one) => (one.outcome === null ? "" : titleAmong(huntOutcomes, one.outcome)) },
      ]);

export function describeCandidates({ candidates, total, alone, leftOut, rules }: Output<"hunts.candidates">): string {
  const rows = table(candidates, [
    { title: "RANK", right: true, value: (one) => one.rank },
    { title: "CANDIDATE", value: (one) => one.id },
    { title: "BITS", right: true, value: (one) => one.priority.bits.toFixed(1) },
    { title: "ANOMALIES", right: true, value: (one) => one.anomalyIds.length },
    { title: "FROM", value: (one) => minute(one.window.from) },
    { title: "MODELS", value: (one) => one.models.join(" ") },
    { title: "WHAT", value: (one) => one.title },
  ]);
  const out = `not to be trusted ${leftOut.suppressed}, withheld ${leftOut.withheld}, explained ${leftOut.explained}, dropped ${leftOut.dropped}, in hunts ${leftOut.inHunts}`;
  return `${rows}${candidates.length} of ${total}; ${alone} anomalies alone; left out: ${out}\n${rules.map((rule) => `${rule}\n`).join("")}`;
}

const describePriority = ({ bits, parts }: Priority): string =>
  `priority ${bits.toFixed(1)} bits\n${parts.map((part) => `  ${part.bits.toFixed(1).padStart(5)}  ${printable(`${part.title}: ${part.because}`)}\n`).join("")}`;

const describeMembers = ({
  anomalies,
  entities,
}: {
  readonly anomalies: readonly HuntAnomaly[];
  readonly entities: readonly HuntEntity[];
}): string =>
  `\n${table(anomalies, [
    { title: "FROM", value: (one) => minute(one.window.from) },
    { title: "ANOMALY", value: (one) => one.anomalyId },
    { title: "MODEL", value: (one) => one.model },
    { title: "P", right: true, value: (one) => (one.pValue === null ? "withheld" : one.pValue.toPrecision(2)) },
    { title: "VERDICT", value: (one) => one.verdict ?? "" },
    { title: "WHAT", value: (one) => one.label },
  ])}\n${table(entities.slice(0, 12), [
    { title: "ENTITY", value: (one) => one.key },
    { title: "OF ITS ANOMALIES", right: true, value: (one) => one.members },
    { title: "OF ALL", right: true, value: (one) => one.anomalies },
    { title: "CRITICALITY", value: (one) => one.criticality },
    { title: "JOINS", value: (one) => (one.isFollowed ? "yes" : "no: shared by too many") },
  ])}`;

export function describeCandidate(candidate: HuntCandidateDetail): string {
  const moved = candidate.redirectedFrom === null ? "" : `${candidate.redirectedFrom} is part of ${candidate.id} now\n`;
  return `${moved}${printable(candidate.title)}\n${describePriority(candidate.priority)}${describeMembers(candidate)}`;
}

export function describeHunt(hunt: HuntDetail): string {
  const { record } = hunt;
  const said = facts([
    ["hunt", hunt.id],
    ["topic", record.topic],
    ["stage", hunt.stage],
    ["owner", record.owner],
    ["actor", record.hypothesis.actor],
    ["behaviour", record.hypothesis.behaviour],
    ["location", record.hypothesis.location],
    ["evidence", record.hypothesis.evidence],
    ["due", hunt.dueAt === null ? "not active" : minute(hunt.dueAt)],
    ["outcome", record.outcome === null ? "none yet" : titleAmong(huntOutcomes, record.outcome)],
    ["handed on", record.handOff === null ? "not decided" : titleAmong(huntHandOffs, record.handOff)],
  ]);
  const history = hunt.history.map((entry) => `  ${minute(entry.at)}  ${printable(`${entry.analyst} ${entry.what}`)}\n`).join("");
  return `${said}${describePriority(hunt.priority)}${describeMembers(hunt)}\ndecisions\n${history}`;
}
