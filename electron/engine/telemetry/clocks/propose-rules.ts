import type { ClockRule } from "../clock.ts";
import { showOffset } from "../windows-clock.ts";
import type { ClockSurvey, Comparison } from "./clock-survey.ts";
import { type EpochUnit, unitNames } from "./epoch-units.ts";
import type { Finding } from "./finding.ts";
import { counted, dayUs, hourUs, isoSecond, minuteUs, offsetRule, shareOf, zoneOf } from "./say.ts";
import { proposeForWindows } from "./windows-proposals.ts";

const quarterHourUs = 15 * minuteUs;
/** Clocks that differ by less are taken to agree: delivery takes seconds. */
const agreementUs = 5 * minuteUs;
const constantUs = 1_000_000;
const enough = 20;
const nearlyAll = 0.9;
const halfDayUs = 12 * hourUs;

/** What the times of one file need, by what was seen of them under `rule`. */
export function proposeRules(survey: ClockSurvey, rule: ClockRule): readonly Finding[] {
  return [
    ...countedFromStart(survey, rule),
    ...otherUnit(survey, rule),
    ...(survey.windows === undefined ? [] : proposeForWindows(survey.windows, rule)),
    ...comparedClocks(survey, rule),
    ...halfTheDay(survey),
    ...withoutYear(survey, rule),
    ...withoutZone(survey, rule),
    ...fromShipper(survey),
  ];
}

function countedFromStart({ odd, numbers, least, most, openedUs }: ClockSurvey, rule: ClockRule): readonly Finding[] {
  const k = odd.get("none") ?? 0;
  if (k < nearlyAll * numbers || numbers === 0 || least < 0) return [];
  const span = `${counted(k, numbers)} times are numbers from ${least} to ${most}, which in no unit since 1970 is a time after 1990`;
  const opened = openedUs === undefined ? "" : `; the log says that it was opened at ${isoSecond(openedUs)}`;
  return [
    {
      kind: "seconds-since-start",
      rule: openedUs === undefined ? null : `start:${isoSecond(openedUs)}`,
      applied: rule.kind === "start",
      evidence: `${span}${opened}`,
      k,
      n: numbers,
      confidence: openedUs === undefined ? "strong" : "likely",
      otherwise:
        openedUs === undefined
          ? "the records are rejected, not dated 1970; --clock start:<ISO time> says when the capture began"
          : "the records are rejected, not dated 1970; the log's opening is the capture's start only where Zeek listened live",
    },
  ];
}

function otherUnit({ odd, numbers }: ClockSurvey, rule: ClockRule): readonly Finding[] {
  const units: readonly EpochUnit[] = ["s", "ms", "us", "ns"];
  return units.flatMap((unit) => {
    const k = odd.get(unit) ?? 0;
    if (k === 0) return [];
    return [
      {
        kind: "epoch-unit",
        rule: `epoch:${unit}`,
        applied: rule.text === `epoch:${unit}`,
        evidence: `${counted(k, numbers)} times are numbers that lie between 1990 and 2100 only as ${unitNames[unit]} since 1970`,
        k,
        n: numbers,
        confidence: k >= nearlyAll * numbers ? "strong" : "weak",
        otherwise: "read in the unit that is usual for the format they lie before 1990 or after 2100, and their records are rejected",
      } satisfies Finding,
    ];
  });
}

function comparedClocks({ comparisons }: ClockSurvey, rule: ClockRule): readonly Finding[] {
  return [...comparisons.values()].flatMap((comparison) => {
    if (comparison.differences.length < enough) return [];
    const found = compareClocks(comparison, rule);
    return found === undefined ? [] : [found];
  });
}

function compareClocks({ own, other, isZoned, differences }: Comparison, rule: ClockRule): Finding | undefined {
  const sorted = differences.toSorted((a, b) => a - b);
  const n = sorted.length;
  const median = sorted[Math.floor((n - 1) / 2)] ?? 0;
  const zone = Math.round(median / quarterHourUs) * quarterHourUs;
  const nearZone = sorted.filter((d) => Math.abs(d - zone) <= agreementUs).length;
  const range = `${own} is ${showOffset(sorted[0] ?? 0)} to ${showOffset(sorted.at(-1) ?? 0)} behind ${other}`;
  if (zone !== 0 && Math.abs(zone) <= dayUs && nearZone >= nearlyAll * n) {
    const text = offsetRule(-zone);
    return {
      kind: isZoned ? "mislabelled-zone" : "zoneless-local",
      rule: text,
      applied: rule.text === text || (own === "EventTime" && !isZoned && rule.kind === "declared"),
      evidence: `${counted(nearZone, n)} records: ${own} ${isZoned ? "names a zone" : "names no zone"} and differs from ${other} by ${showOffset(zone)} (within 5 minutes); ${range}${zoneOf(zone)}`,
      k: nearZone,
      n,
      confidence: shareOf(nearZone, n) >= 0.99 ? "strong" : "likely",
      otherwise: `events lie ${showOffset(Math.abs(zone)).slice(1)} too ${zone > 0 ? "early" : "late"}, and do not meet those of other sources`,
    };
  }
  const constant = sorted.filter((d) => Math.abs(d - median) <= constantUs).length;
  if (Math.abs(median) <= agreementUs || Math.abs(median) > dayUs || constant < nearlyAll * n) return undefined;
  const text = offsetRule(-median);
  return {
    kind: "skew",
    rule: text,
    applied: rule.text === text,
    evidence: `${counted(constant, n)} records: ${own} and ${other} differ by ${showOffset(median)} (within a second); ${range}`,
    k: constant,
    n,
    confidence: "weak",
    otherwise: `if ${other} is right, events lie ${showOffset(Math.abs(median)).slice(1)} too ${median > 0 ? "early" : "late"}`,
  };
}

/** Hours 1 to 12 alone, over more than a day, or a fall from 12:59 to 1:00. */
function halfTheDay({ hours, texts, fallsBack, firstTextUs, lastTextUs }: ClockSurvey): readonly Finding[] {
  const outside = hours.reduce((sum, count, hour) => (hour >= 1 && hour <= 12 ? sum : sum + count), 0);
  const span = lastTextUs - firstTextUs;
  if (outside > 0 || texts < 100 || (span < 2 * dayUs && (fallsBack === 0 || span < halfDayUs - 2 * hourUs))) return [];
  const days = (span / dayUs).toFixed(1);
  return [
    {
      kind: "twelve-hour",
      rule: null,
      applied: false,
      evidence: `${counted(texts, texts)} times over ${days} days have hours 1 to 12 and no other; ${fallsBack} times the clock falls back by 12 hours`,
      k: texts,
      n: texts,
      confidence: "strong",
      otherwise:
        "the half of the day is lost and no rule can bring it back: times are right or 12 hours early; export again with a 24-hour clock",
    },
  ];
}

function withoutYear({ yearless, firstYearless, texts }: ClockSurvey, rule: ClockRule): readonly Finding[] {
  if (yearless === 0) return [];
  return [
    {
      kind: "yearless",
      rule: rule.kind === "start" ? rule.text : null,
      applied: rule.kind === "start",
      evidence: `${counted(yearless, yearless + texts)} lines name neither year nor zone; the first says "${firstYearless}"`,
      k: yearless,
      n: yearless + texts,
      confidence: "strong",
      otherwise: "the lines are rejected; --clock start:<ISO time> says when the log begins",
    },
  ];
}

function withoutZone({ zoneless, texts, comparisons, windows }: ClockSurvey, rule: ClockRule): readonly Finding[] {
  const isCompared = [...comparisons.values()].some((c) => c.differences.length >= enough) || (windows?.hosts.length ?? 0) > 0;
  if (zoneless === 0 || isCompared || rule.kind === "offset" || rule.kind === "utc") return [];
  return [
    {
      kind: "no-zone",
      rule: null,
      applied: false,
      evidence: `${counted(zoneless, texts)} times name no zone, and the records hold no second clock to compare them with`,
      k: zoneless,
      n: texts,
      confidence: "weak",
      otherwise: "they are read as UTC; --clock utc confirms it, --clock offset:+HH:MM names the source's zone",
    },
  ];
}

function fromShipper({ shipped, shippedWhole }: ClockSurvey): readonly Finding[] {
  if (shipped === 0) return [];
  return [
    {
      kind: "shipper-time",
      rule: null,
      applied: true,
      evidence: `${counted(shipped, shipped)} records have no eventTime and are dated by @timestamp, which in ${counted(shippedWhole, shipped)} of them is a whole second`,
      k: shipped,
      n: shipped,
      confidence: shippedWhole === shipped ? "likely" : "weak",
      otherwise:
        shippedWhole === shipped
          ? "whole seconds are what eventTime has: a shipper most likely moved it"
          : "@timestamp may be when the shipper read the record, later than the event",
    },
  ];
}
