import { answered, maxValue, unanswered, type Answer } from "./answer.ts";
import { baselineText, leastBaselineDays } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import type { CloudFact } from "./cloud.ts";
import { type Principal, toPrincipal } from "./principal.ts";
import { clock, dayClock, fitted, listed, plural, stamp } from "./words.ts";

/** Answers about a cloud principal, where those about hosts and accounts do not apply. */
type CloudAnswers = Readonly<Record<"asset" | "importance" | "new" | "around" | "affected" | "reach" | "next", (one: Case) => Answer>>;

const factsOf = (one: Case, relation: CloudFact["relation"]): readonly CloudFact[] =>
  (one.facts.cloud.get(one.focus.no) ?? []).filter((fact) => fact.relation === relation);
export const principalOf = (one: Case): Principal => toPrincipal(one.focus.account ?? "");

const kindText: Readonly<Record<Principal["kind"], string>> = {
  user: "IAM user",
  role: "IAM role",
  root: "root user",
  service: "cloud service",
  other: "principal",
};

function asset(one: Case): Answer {
  const { kind, name } = principalOf(one);
  const accounts = [...new Set([principalOf(one).account, ...factsOf(one, "account").map((fact) => fact.what)])].filter(
    (id) => id !== undefined,
  );
  const short = `${name}: ${kindText[kind]}`;
  const full = accounts.length === 0 ? short : `${short} of account ${listed(accounts, 1)}`;
  return answered("asset", full.length > maxValue ? short : full, [
    ["principal", one.focus.account],
    ["accounts", listed(accounts, 6)],
    [
      "sessions",
      listed(
        factsOf(one, "session").map((fact) => fact.what),
        6,
      ),
    ],
    ["owner", undefined],
  ]);
}

function isNew(one: Case): Answer {
  const { baseline, focus } = one;
  const [ever] = factsOf(one, "ever");
  const operations = factsOf(one, "operation").filter((fact) => fact.first_seen >= focus.recentFromUs);
  const fresh = operations.map((fact) => fact.what);
  const detail = [
    ["for this one", ever === undefined ? undefined : stamp(ever.first_seen)],
    ["calls new to it", fresh.length === 0 ? undefined : listed(fresh, 6)],
    [
      "new to everyone",
      listed(
        operations.filter((fact) => fact.others === 0).map((fact) => fact.what),
        6,
      ) || undefined,
    ],
  ] as const;
  if (baseline.days < leastBaselineDays)
    return unanswered("new", `baseline is ${baseline.days === 1 ? "1 day" : `${baseline.days} days`}: everything is new to it`, detail);
  if (ever === undefined) return unanswered("new", "its calls are not in this telemetry", detail);
  if (ever.first_seen >= focus.recentFromUs)
    return answered("new", `Yes, the principal: since ${dayClock(ever.first_seen)} (${baselineText(baseline)})`, detail);
  return answered(
    "new",
    fresh.length === 0
      ? `No: since ${dayClock(ever.first_seen)} (${baselineText(baseline)})`
      : `In part: ${plural(fresh.length, "call")} new to it (${baselineText(baseline)})`,
    detail,
  );
}

function around(one: Case): Answer {
  const [before] = factsOf(one, "before");
  const [after] = factsOf(one, "after");
  const line = (fact: CloudFact | undefined, us: number | undefined): string | undefined =>
    fact === undefined || us === undefined ? undefined : `${clock(us)} ${fact.what}`;
  return answered(
    "around",
    `${plural(before?.n ?? 0, "call")} in the half hour before ${clock(one.focus.anchorUs)}, ${plural(after?.n ?? 0, "call")} after`,
    [
      ["just before", line(before, before?.last_seen)],
      ["just after", line(after, after?.first_seen)],
    ],
  );
}

function affected(one: Case): Answer {
  const addresses = factsOf(one, "address");
  const alike = factsOf(one, "alike");
  if (addresses.length === 0) return unanswered("affected", "its calls name no address that others could share");
  const detail = [
    ...addresses.slice(0, 4).map((fact) => ["address", `${fact.what}: ${plural(fact.others, "other principal")}`] as const),
    ...alike
      .slice(0, 8)
      .map((fact) => [toPrincipal(fact.what).name, `${plural(fact.n, "call")}, first ${stamp(fact.first_seen)}`] as const),
  ];
  const from = addresses.length === 1 ? (addresses[0]?.what ?? "its address") : plural(addresses.length, "address", "addresses");
  if (alike.length === 0) return answered("affected", `Nobody else: no other principal came from ${from}`, detail);
  const names = alike.map((fact) => toPrincipal(fact.what).name);
  return answered("affected", `${plural(alike.length, "other principal")} from ${from}: ${fitted(names, maxValue - 44)}`, detail);
}

function reach(one: Case): Answer {
  const operations = factsOf(one, "operation");
  const services = [...new Set(operations.map((fact) => fact.what.split(".")[0] ?? ""))].toSorted();
  if (operations.length === 0) return unanswered("reach", "its calls are not in this telemetry");
  return answered(
    "reach",
    `${plural(operations.length, "kind")} of call to ${plural(services.length, "service")}: ${fitted(services, maxValue - 36)}`,
    [
      [
        "calls",
        listed(
          operations.map((fact) => fact.what),
          8,
        ),
      ],
      ["rights", "unknown: no export of policies is read"],
    ],
  );
}

export const cloudAnswers: CloudAnswers = {
  asset,
  importance: () => unanswered("importance", "no inventory rates cloud principals"),
  new: isNew,
  around,
  affected,
  reach,
  next: (one) => {
    const { account } = principalOf(one);
    return unanswered(
      "next",
      `no one to call: no inventory names an owner of ${account === undefined ? "the principal" : `account ${account}`}`,
      [["check", "Compare the calls, their addresses and the session with the work the principal is for"]],
    );
  },
};
