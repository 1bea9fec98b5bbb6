import type { Kind } from "../inventory/columns.ts";
import { answerAsset, answerImportance, answerNext, answerWho } from "./answer-identity.ts";
import { answerAffected, answerBenign, answerNew, answerReach } from "./answer-spread.ts";
import { answered, unanswered, type Answer } from "./answer.ts";
import { baselineText } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import { isKnown } from "./identity.ts";
import { sentenceOf } from "./timeline.ts";
import { clock, plural, stamp } from "./words.ts";

function answerWhat(one: Case): Answer {
  const { anomaly } = one.focus;
  return answered("what", `${anomaly.body.headline.replace(/[.\s]+$/, "")}, ${stamp(one.focus.anchorUs)}`, [
    ["from", stamp(anomaly.fromUs)],
    ["until", stamp(anomaly.toUs)],
    ["events", String(anomaly.body.evidenceCount)],
    ["model", anomaly.model],
  ]);
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
  return body.reasons.length === 0
    ? unanswered("why", "no single feature stands out", detail)
    : answered("why", body.reasons.join("; "), detail);
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
  const total = (side: readonly Case["around"][number][]): number => side[0]?.side_total ?? 0;
  if (before.length + after.length > 0)
    return answered(
      "around",
      `${plural(total(before), "event")} in the half hour before ${clock(one.focus.anchorUs)}, ${plural(total(after), "event")} after`,
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
    ...(isKnown(identity.device) ? [] : [identity.device.unknownBecause]),
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
    doubts.length === 0 ? `Yes: ${baselineText(baseline)}, identity resolved` : `With care: ${doubts.join("; ")}`,
    detail,
  );
}

/** The thirteen questions in the order an analyst asks them. `prior` is answered when the case is opened, since verdicts go on being given. */
export function toAnswers(one: Case, kinds: ReadonlySet<Kind>): Answer[] {
  return [
    answerWhat(one),
    answerWhy(one),
    answerWho(one),
    answerAsset(one),
    answerImportance(one),
    answerNew(one),
    answerAround(one),
    answered("prior", "Never judged before"),
    answerAffected(one),
    answerBenign(one),
    answerReach(one),
    answerTrust(one, kinds),
    answerNext(one),
  ];
}
