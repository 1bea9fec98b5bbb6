import { hostOrAddress } from "../entities/things.ts";
import type { Case } from "./case-facts.ts";
import type { CloudFact } from "./cloud.ts";
import type { Draft, EdgeSpec } from "./draft.ts";
import { accountThing } from "../entities/things.ts";
import { dayUs } from "./focus.ts";
import { plural, stamp } from "./words.ts";

/** Calls drawn by name; the rest are among the facts of the answers. */
const most = 12;

/** For a cloud principal: the addresses it came from, and what it called, the rarest first. */
export function drawCloud(draft: Draft, one: Case): void {
  const { focus, facts } = one;
  if (!focus.isPrincipal || focus.account === undefined) return;
  const principal = accountThing(focus.account, undefined, undefined).id;
  const known = facts.cloud.get(focus.no) ?? [];
  for (const fact of known.filter((row) => row.relation === "address")) {
    const thing = hostOrAddress(fact.what);
    draft.node({ ...thing, ...shown(fact, `${plural(fact.others, "other principal")}`), role: "evidence", layer: 0, slot: "evidence" });
    draft.edge({ src: thing.id, dst: principal, relation: "origin of", ...told(one, fact) });
  }
  const calls = known
    .filter((row) => row.relation === "operation")
    .toSorted((a, b) => a.others - b.others || b.n - a.n || (a.what < b.what ? -1 : 1));
  for (const fact of calls.slice(0, most)) {
    const id = `call:${fact.what}`;
    const isNew = fact.first_seen >= focus.recentFromUs;
    draft.node({
      id,
      type: "resource",
      label: fact.what.split(" ").at(-1) ?? fact.what,
      ...shown(fact, fact.what.split(" ")[0] ?? ""),
      isNew,
      role: "evidence",
      layer: 2,
      slot: "evidence",
    });
    draft.edge({ src: principal, dst: id, relation: "called", ...told(one, fact) });
  }
}

const shown = (fact: CloudFact, sublabel: string) => ({
  sublabel,
  firstSeen: fact.first_seen,
  lastSeen: fact.last_seen,
  count: fact.n,
  why: `${fact.what}: ${plural(fact.n, "call")} in the window; first by this principal ${stamp(fact.first_seen)}; ${plural(fact.others, "other principal")}`,
});

const told = (one: Case, fact: CloudFact): Omit<EdgeSpec, "src" | "dst" | "relation"> => ({
  from: fact.first_seen,
  to: fact.last_seen,
  n: fact.n,
  state: "evidence",
  why: `${plural(fact.n, "call")}, first ${stamp(fact.first_seen)}`,
  evidence: {
    prior: 3,
    days: 1,
    coverageDays: one.baseline.coverageDays,
    isFirstSeen: fact.first_seen >= one.focus.recentFromUs,
    baselineDays: one.baseline.days,
    distanceUs: Math.min(dayUs, Math.abs(fact.last_seen - one.focus.anchorUs)),
    isEvidence: true,
    degree: 1,
    confidence: 1,
    criticality: 0,
  },
});
