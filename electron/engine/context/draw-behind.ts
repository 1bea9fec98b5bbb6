import { eventIdOf, type Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { Moment } from "./fact-rows.ts";
import { destinationThing, imageKey, processThing } from "../entities/things.ts";
import { plural } from "./words.ts";

/** The destination under its name and every address it was reached at. */
export function targetsOf(one: Pick<Case, "focus" | "facts">): ReadonlySet<string> {
  const { destination } = one.focus;
  if (destination === undefined) return new Set();
  const rows = one.facts.reached.get(destination) ?? [];
  return new Set([destination, ...rows.filter((row) => row.relation === "address").map((row) => row.other)]);
}

/** Events in which a process of the source went to the scored destination, as the host's own agent tells them. */
export function momentsBehind(one: Pick<Case, "focus" | "facts" | "evidence" | "around">): readonly Moment[] {
  if (one.focus.process !== undefined) return [];
  const targets = targetsOf(one);
  return [...one.evidence, ...one.around].filter(
    (moment) => moment.actor_uid !== null && [moment.dst_name, moment.dst_ip].some((name) => name !== null && targets.has(name)),
  );
}

/** Draws those processes between the source and the destination. */
export function drawProcessBehind(draft: Draft, one: Case, sourceId: string): void {
  if (one.focus.destination === undefined) return;
  const destination = destinationThing(one.focus.destination).id;
  for (const [uid, moments] of Map.groupBy(momentsBehind(one), (moment) => moment.actor_uid ?? ""))
    drawOne(draft, one, { uid, moments, sourceId, destination });
}

interface Behind {
  readonly uid: string;
  readonly moments: readonly Moment[];
  readonly sourceId: string;
  readonly destination: string;
}

function drawOne(draft: Draft, one: Case, { uid, moments, sourceId, destination }: Behind): void {
  const [first] = moments;
  if (first === undefined) return;
  const times = moments.map((moment) => moment.time);
  const why = `its own ${plural(moments.length, "connection")} to this destination within half an hour of the first evidence`;
  const shared = {
    from: Math.min(...times),
    to: Math.max(...times),
    n: moments.length,
    state: "evidence" as const,
    why,
    events: moments.map(eventIdOf),
    evidence: {
      prior: 3,
      days: 1,
      coverageDays: one.baseline.coverageDays,
      isFirstSeen: false,
      baselineDays: one.baseline.days,
      distanceUs: first.time - one.focus.anchorUs,
      isEvidence: true,
      degree: 1,
      confidence: 0.97,
      criticality: 0,
    },
  };
  const id = draft.node({
    ...processThing(first.device ?? undefined, uid, first.actor_name ?? undefined),
    sublabel: `behind ${plural(moments.length, "contact")}`,
    alike: imageKey(first.device, first.actor_name),
    role: "evidence",
    layer: 1,
    slot: "evidence",
    firstSeen: shared.from,
    lastSeen: shared.to,
    count: moments.length,
    why,
  });
  draft.edge({ ...shared, src: sourceId, dst: id, relation: "ran" });
  draft.edge({ ...shared, src: id, dst: destination, relation: "contacted" });
}
