import type { Kind } from "../inventory/columns.ts";
import { answerAsset, answerImportance, answerNext, answerWho } from "./answer-identity.ts";
import { answerAffected, answerBenign, answerNew, answerReach } from "./answer-spread.ts";
import { answered, maxValue, unanswered, type Answer } from "./answer.ts";
import { cloudAnswers, principalOf } from "./answer-cloud.ts";
import { baselineText } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import { isKnown } from "./known.ts";
import { sentenceOf } from "./timeline.ts";
import { selfOf } from "./process-facts.ts";
import { baseName, clock, dayClock, displayText, fitted, plural, shortHost, stamp } from "./words.ts";

function answerWhat(one: Case): Answer {
  const { anomaly } = one.focus;
  return answered("what", `${shortSubject(one)}, ${dayClock(one.focus.anchorUs)}`, [
    ["in short", anomaly.body.headline],
    ["from", stamp(anomaly.fromUs)],
    ["until", stamp(anomaly.toUs)],
    ["events", String(anomaly.body.evidenceCount)],
    ["model", anomaly.model],
  ]);
}

const whatLength = maxValue - ", 22 Mar 09:42".length;

function shortSubject(one: Case): string {
  const { focus } = one;
  const self = selfOf(one);
  const source = focus.source === undefined ? undefined : shortHost(focus.source);
  if (focus.process !== undefined) {
    const image = baseName(self?.path ?? self?.name ?? "a process");
    return displayText(source === undefined ? image : `${image} on ${source}`, whatLength);
  }
  if (focus.isPrincipal) return displayText(principalOf(one).name, whatLength);
  if (focus.isFolded) return displayText(foldedText(one), whatLength);
  if (focus.account !== undefined && source !== undefined) return displayText(`${focus.account} on ${source}`, whatLength);
  const who = focus.account ?? source ?? focus.anomaly.body.subject.label;
  return displayText(focus.destination === undefined ? who : `${who} → ${focus.destination}`, whatLength);
}

/** The accounts that a source tried, as many as the events at hand name. */
function foldedText(one: Case): string {
  const tried = plural(new Set(one.evidence.map((moment) => moment.user_name?.toLowerCase())).size, "account");
  return one.focus.source === undefined ? tried : `${tried} on ${shortHost(one.focus.source)}`;
}

const shortNumber = (value: number | null): string => (value === null ? "not given" : String(Number(value.toPrecision(4))));

function answerWhy(one: Case): Answer {
  const { body } = one.focus.anomaly;
  const top = body.contributions.toSorted((a, b) => b.contribution - a.contribution).slice(0, 3);
  const detail = top.map(
    (c) =>
      [
        c.title,
        `${shortNumber(c.value)}${c.unit === "" ? "" : ` ${c.unit}`}, usually ${shortNumber(c.baseline.median)} (5–95 %: ${shortNumber(c.baseline.p05)}–${shortNumber(c.baseline.p95)}, n ${c.baseline.n})`,
      ] as const,
  );
  const titles = top.length === 0 ? body.reasons : top.map((c) => c.title);
  return body.reasons.length === 0
    ? unanswered("why", "no single feature stands out", detail)
    : answered("why", fitted(titles, maxValue), [...body.reasons.map((reason) => ["reason", reason] as const), ...detail]);
}

function answerAround(one: Case): Answer {
  const before = one.around.filter((moment) => moment.time < one.focus.anchorUs);
  const after = one.around.filter((moment) => moment.time >= one.focus.anchorUs);
  const line = (moment: Case["around"][number] | undefined): string | undefined =>
    moment === undefined ? undefined : `${clock(moment.time)} ${sentenceOf(moment)}`;
  const detail = [
    ["just before", line(before.at(-1))],
    ["just after", line(after[0])],
  ] as const;
  const { nearby } = one;
  if (nearby.before + nearby.after > 0)
    return answered(
      "around",
      `${plural(nearby.before, "event")} in the half hour before ${clock(one.focus.anchorUs)}, ${plural(nearby.after, "event")} after`,
      detail,
    );
  return one.focus.source === undefined
    ? unanswered("around", "the subject names no host or address to follow")
    : answered("around", "nothing else within half an hour", detail);
}

function answerTrust(one: Case, kinds: ReadonlySet<Kind>): Answer {
  const { baseline, identity } = one;
  const doubts = [
    ...(baseline.days < 14 ? [baselineText(baseline)] : []),
    ...(kinds.has("cmdb") ? [] : ["no CMDB"]),
    ...(kinds.has("directory") || kinds.has("idp") ? [] : ["no directory"]),
    ...(one.focus.isSourceAddress && !kinds.has("dhcp") ? ["no DHCP"] : []),
    ...(isKnown(identity.device) || one.focus.isPrincipal ? [] : [identity.device.unknownBecause]),
    ...(one.sanctioned.shared === undefined ? [] : [one.sanctioned.shared]),
  ];
  const covered =
    baseline.firstSeen === undefined ? "nothing" : `${stamp(baseline.firstSeen)} to ${stamp(baseline.lastSeen ?? baseline.firstSeen)}`;
  const detail = [
    ["telemetry", covered],
    ["days with events", String(baseline.coverageDays)],
    ["sources", String(baseline.sources)],
    ["inventories", [...kinds].toSorted().join(", ") || "none"],
  ] as const;
  return answered(
    "trust",
    doubts.length === 0 ? `Yes: ${baselineText(baseline)}, identity resolved` : `With care: ${fitted(doubts, maxValue - 11, "; ")}`,
    [...doubts.map((doubt) => ["doubt", doubt] as const), ...detail],
  );
}

/** What is asked of hosts, accounts and processes; a cloud principal has answers of its own. */
const hostAnswers = {
  asset: answerAsset,
  importance: answerImportance,
  new: answerNew,
  around: answerAround,
  affected: answerAffected,
  reach: answerReach,
  next: answerNext,
};

/** The thirteen questions in the order an analyst asks them. `prior` is answered when the case is opened, since verdicts go on being given. */
export function toAnswers(one: Case, kinds: ReadonlySet<Kind>): Answer[] {
  const of = one.focus.isPrincipal ? cloudAnswers : hostAnswers;
  return [
    answerWhat(one),
    answerWhy(one),
    answerWho(one),
    of.asset(one),
    of.importance(one),
    of.new(one),
    of.around(one),
    answered("prior", "Never judged before"),
    of.affected(one),
    answerBenign(one),
    of.reach(one),
    answerTrust(one, kinds),
    of.next(one),
  ];
}
