import type { Moment } from "./fact-rows.ts";
import type { Facts } from "./facts.ts";
import type { Focus } from "./focus.ts";
import { type Known, unknown } from "./known.ts";
import { isMachineAccount } from "../entities/things.ts";
import { countUse, likelyUser, presentAt, type Usage, usageKey } from "./usage.ts";
import { baseName, clock, listed, percent, plural, shortHost } from "./words.ts";

export interface Account {
  readonly name: string;
  readonly domain: string | undefined;
  /** What ties the account to the anomaly; a likely user is known by habit alone. */
  readonly basis: "subject" | "process" | "session" | "habit";
}

interface Asked {
  readonly facts: Facts;
  readonly focus: Focus;
  readonly device: Known<{ readonly name: string }>;
  readonly evidence: readonly Moment[];
  /** Events in which a process of the source went to the scored destination. */
  readonly behind: readonly Moment[];
  /** Accounts that are nobody's, such as a service's, are never taken for the user of a host. */
  readonly isPersonal: (name: string, domain: string | undefined) => boolean;
}

/** The account the anomaly belongs to: the subject itself, whom the process ran as, or who was at the device at that time. */
export function accountBehind(asked: Asked): Known<Account> {
  const { focus, device } = asked;
  if (focus.isFolded) return unknown(triedText(asked.evidence));
  if (focus.account !== undefined) {
    const [first = "", ...rest] = focus.account.split("\\");
    const name = rest.length === 0 ? { name: first, domain: undefined } : { name: rest.join("\\"), domain: first };
    return { value: { ...name, basis: "subject" }, how: "the subject itself", confidence: 1 };
  }
  const ran = runAs(asked);
  if (ran !== undefined) return ran;
  return "unknownBecause" in device ? unknown(device.unknownBecause) : userOf(asked, device);
}

function triedText(evidence: readonly Moment[]): string {
  const names = new Set(evidence.map((moment) => moment.user_name?.toLowerCase()));
  const sources = [...new Set(evidence.flatMap((moment) => moment.src_ip ?? []))].toSorted();
  return `${plural(names.size, "account")} were tried${sources.length === 0 ? "" : ` from ${listed(sources, 2)}`}: no name says by whom`;
}

/** Of a scored process its own user; of traffic, that of the one program that made it, as the host's own agent tells. */
function runAs({ facts, focus, evidence, behind }: Asked): Known<Account> | undefined {
  const launch = focus.process === undefined ? undefined : facts.lineage.get(focus.process)?.find((one) => one.relation === "self");
  const isNamed = (launch?.user_name ?? undefined) !== undefined;
  const actor = isNamed ? launch : evidence.find((one) => one.user_name !== null && one.actor_uid === focus.process);
  if (actor !== undefined && actor.user_name !== null)
    return {
      value: { name: actor.user_name, domain: actor.user_domain ?? undefined, basis: "process" },
      how: "the process ran as it",
      confidence: 0.99,
    };
  const named = behind.filter((moment) => moment.user_name !== null);
  const users = new Set(named.map((moment) => moment.user_name?.toLowerCase()));
  const [first] = named;
  if (first === undefined || first.user_name === null || users.size > 1) return undefined;
  return {
    value: { name: first.user_name, domain: first.user_domain ?? undefined, basis: "process" },
    how: `${baseName(first.actor_name ?? "the process")}, which made the traffic, ran as it`,
    confidence: 0.97,
  };
}

function userOf({ facts, focus, isPersonal }: Asked, device: Exclude<Asked["device"], { unknownBecause: string }>): Known<Account> {
  const { name } = device.value;
  const host = shortHost(name);
  const rows = facts.usage.get(usageKey(focus.no, name)) ?? facts.usage.get(usageKey(focus.no, host)) ?? [];
  const counts = countUse(rows.filter((row) => !isMachineAccount(row.name) && isPersonal(row.name, row.domain ?? undefined)));
  const present = presentAt(counts, focus.anchorUs);
  const toAccount = (row: Usage, basis: Account["basis"]): Account => ({ name: row.name, domain: row.domain ?? undefined, basis });
  const [one] = present;
  if (one !== undefined && present.length === 1)
    return {
      value: toAccount(one.row, "session"),
      how: `${counts.by} on ${host} at ${clock(one.lastUs ?? focus.anchorUs)}, nobody else's since`,
      confidence: Math.min(device.confidence, 0.95),
    };
  if (present.length > 1)
    return unknown(`${plural(present.length, "person", "people")} may have been at ${host}: ${listed(present.map(({ row }) => row.name))}`);
  const habit = likelyUser(counts);
  if (habit !== undefined)
    return {
      value: toAccount(habit.counted.row, "habit"),
      how: `inferred: ${percent(habit.share)} of ${plural(habit.total, counts.by)} on ${host}, on ${plural(habit.counted.days, "day")} of 30`,
      confidence: Math.min(device.confidence, 0.8),
    };
  if (counts.accounts.length > 1)
    return unknown(`${plural(counts.accounts.length, "person", "people")} use ${host}, none was at it and none is its usual user`);
  return unknown(
    counts.accounts.length === 0
      ? `nobody was seen logged on to ${host}`
      : `nobody was seen logged on to ${host} at that time, nor often enough`,
  );
}
