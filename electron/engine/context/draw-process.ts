import { stateOf, baselineText } from "./baseline.ts";
import { eventIdOf, type Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import { drawActs } from "./draw-acts.ts";
import type { Relative } from "./fact-rows.ts";
import { launches, relatives, selfOf, weight } from "./process-facts.ts";
import { imageKey, processThing } from "../entities/things.ts";
import { baseName, commandHead, plural, stamp } from "./words.ts";

/** How usual an image is: against hosts where there are several, against all launches on a lone host. */
function imageState(one: Case, row: Relative): "new" | "rare" | "usual" {
  const isLoneHost = one.baseline.sources < 10;
  const frequency = isLoneHost
    ? { firstUs: row.image_first, days: row.image_days, sharers: row.image_launches, of: launches(one) }
    : { firstUs: row.image_first, days: row.image_days, sharers: row.image_hosts, of: one.baseline.sources };
  return stateOf(frequency, one.focus, one.baseline);
}

/** How usual a start is: a program everyone runs is still rare below a parent that hardly ever starts it. */
function startState(one: Case, row: Relative): "new" | "rare" | "usual" {
  const state = imageState(one, row);
  const { sources } = one.baseline;
  const isRarePair = sources >= 10 && row.pair_hosts !== null && row.pair_hosts <= Math.max(1, sources * 0.02);
  return state === "usual" && isRarePair ? "rare" : state;
}

/** `2 of 144 hosts`; on a lone host, its launches. */
const spreadOf = (one: Case, row: Relative): string =>
  one.baseline.sources < 10
    ? `${plural(row.image_launches, "launch", "launches")} ever`
    : `${row.image_hosts.toLocaleString("en-US")} of ${plural(one.baseline.sources, "host")}`;

/** Under a child, what it was told to do; under an odd program, how odd; otherwise whichever there is. */
function lineUnder(one: Case, row: Relative): string {
  const head = commandHead(row.cmd_line);
  const isSpreadFirst = row.relation !== "child" && imageState(one, row) !== "usual";
  return head === "" || isSpreadFirst ? spreadOf(one, row) : head;
}

const imageWhy = (one: Case, row: Relative): string =>
  `${baseName(row.path ?? row.name ?? "process")}: ${plural(row.image_launches, "launch", "launches")} on ${plural(row.image_hosts, "host")} in ${plural(one.baseline.coverageDays, "day")}` +
  `${row.pair_launches === null ? "" : `, ${row.pair_launches} by this kind of parent`} (${baselineText(one.baseline)})`;

/** The subject process with parent, grandparent, children and siblings as a chain, time running left to right. */
export function drawProcess(draft: Draft, one: Case, hostId: string | undefined): void {
  const { focus } = one;
  if (focus.process === undefined) return;
  const self = selfOf(one);
  const subject = drawSelf(draft, one, self, hostId);
  const parent = drawParent(draft, one, self, subject);
  const grandparent = relatives(one).find((row) => row.relation === "grandparent");
  if (grandparent !== undefined && parent !== undefined)
    link(
      draft,
      one,
      node(draft, one, grandparent, 0),
      parent,
      relatives(one).find((row) => row.relation === "parent"),
    );
  for (const row of relatives(one)) {
    if (row.relation === "child") link(draft, one, subject, node(draft, one, row, 2), row);
    if (row.relation === "sibling" && parent !== undefined) link(draft, one, parent, node(draft, one, row, 1), row);
  }
  drawActs(draft, one, focus.process, { from: subject, layer: 2 });
  for (const row of relatives(one).filter((r) => r.relation === "child" || r.relation === "sibling"))
    drawActs(draft, one, row.uid, {
      from: processThing(row.host ?? undefined, row.uid, undefined).id,
      layer: 3,
      only: ["contacted", "asked for", "injected into"],
      onlyNew: row.relation === "sibling" && startState(one, row) === "usual",
    });
}

function drawSelf(draft: Draft, one: Case, self: Relative | undefined, hostId: string | undefined): string {
  const { focus } = one;
  const host = self?.host ?? focus.source;
  const thing = processThing(host ?? undefined, focus.process ?? "", self?.path ?? self?.name ?? focus.anomaly.body.subject.label);
  const isNew = self !== undefined && imageState(one, self) === "new";
  const id = draft.node({
    ...thing,
    sublabel: self === undefined ? "" : lineUnder(one, self),
    line: commandHead(self?.cmd_line),
    role: "subject",
    layer: 1,
    slot: "subject",
    isNew,
    firstSeen: self?.time ?? focus.anomaly.fromUs,
    lastSeen: focus.anomaly.toUs,
    why: self === undefined ? "the process the model scored; its start is not in the telemetry" : imageWhy(one, self),
  });
  if (hostId !== undefined)
    draft.edge({
      src: hostId,
      dst: id,
      relation: "ran",
      from: self?.time,
      n: 1,
      state: "evidence",
      why: self === undefined ? "acted on this host" : `started ${stamp(self.time)}`,
      events: self === undefined ? [] : [eventIdOf(self)],
      evidence: weight(one, 3, self?.image_days ?? 1, self?.image_launches ?? 1, 0, true),
    });
  return id;
}

/** The parent as its own launch tells, or, when it started before the telemetry, as the child's launch names it. */
function drawParent(draft: Draft, one: Case, self: Relative | undefined, subject: string): string | undefined {
  const parent = relatives(one).find((row) => row.relation === "parent");
  const named = one.evidence.find((moment) => moment.target_uid === one.focus.process && moment.activity_id === 1);
  const uid = parent?.uid ?? self?.parent_uid ?? named?.actor_uid ?? undefined;
  if (uid === undefined) return undefined;
  const id =
    parent !== undefined
      ? node(draft, one, parent, 0)
      : draft.node({
          ...processThing(self?.host ?? undefined, uid, named?.actor_name ?? "parent"),
          sublabel: "started before telemetry",
          role: "context",
          layer: 0,
          slot: "lineage",
          why: "the parent; it started before the telemetry",
        });
  link(draft, one, id, subject, self);
  return id;
}

function node(draft: Draft, one: Case, row: Relative, layer: 0 | 1 | 2): string {
  const state = startState(one, row);
  return draft.node({
    ...processThing(row.host ?? undefined, row.uid, row.path ?? row.name ?? undefined),
    sublabel: lineUnder(one, row),
    line: commandHead(row.cmd_line),
    alike: layer === 0 ? undefined : imageKey(row.host, row.path ?? row.name),
    role: "context",
    layer,
    slot: "lineage",
    isNew: state === "new",
    firstSeen: row.time,
    badges: state === "rare" ? ["rare"] : [],
    why: imageWhy(one, row),
  });
}

function link(draft: Draft, one: Case, src: string, dst: string, child: Relative | undefined): void {
  const isSubject = child?.uid === one.focus.process;
  const state = child === undefined ? "usual" : startState(one, child);
  const evidence = weight(
    one,
    2,
    child?.image_days ?? 1,
    child?.pair_launches ?? 1,
    child === undefined ? 0 : child.time - one.focus.anchorUs,
    isSubject,
  );
  draft.edge({
    src,
    dst,
    relation: "started",
    from: child?.time,
    to: child?.time,
    n: 1,
    state: isSubject ? "evidence" : state,
    why: child === undefined ? "named as parent" : `started ${stamp(child.time)}; ${imageWhy(one, child)}`,
    events: child === undefined ? [] : [eventIdOf(child)],
    // What else the parent usually starts is only its habit.
    evidence: child?.relation === "sibling" && state === "usual" ? { ...evidence, prior: 0, peers: undefined } : evidence,
  });
}
