import { isGroupAddress } from "../entities/address.ts";
import { baselineText, stateOf } from "./baseline.ts";
import { eventIdOf, type Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { Act } from "./fact-rows.ts";
import { launches, selfOf, weight } from "./process-facts.ts";
import { destinationThing, fileThing, imageKey, processThing, type Thing } from "../entities/things.ts";
import { baseName, plural } from "./words.ts";

/** What was done, and how many processes ever did the same. */
function actLine(act: Act): string {
  const by = plural(act.object_actors, "process", "processes");
  switch (act.relation) {
    case "contacted":
      return act.detail === "" ? by : `port ${act.detail} · ${by}`;
    case "asked for":
      return `asked by ${by}`;
    case "loaded":
      return `module · ${by}`;
    case "wrote":
      return `file · ${by}`;
    case "opened":
      return act.detail === "" ? "opened" : `opened with ${act.detail}`;
    default:
      return act.relation;
  }
}

/** Rights that let one process read, change or run code in another: terminate and query rights say little (Windows process access rights). */
const powerfulRights = 0x0002 | 0x0008 | 0x0010 | 0x0020 | 0x0040 | 0x0800;

const isPowerful = (act: Act): boolean =>
  act.relation === "injected into" || (act.relation === "opened" && (Number(act.detail) & powerfulRights) !== 0);

function thingOf(act: Act, host: string | undefined): Thing {
  switch (act.relation) {
    case "contacted":
    case "asked for":
      return destinationThing(act.object);
    case "opened":
    case "injected into":
      return act.target === null
        ? { id: `image:${imageKey(host, act.object)}`, type: "process", label: baseName(act.object) }
        : processThing(host, act.target, act.object);
    default:
      return fileThing(act.object, host);
  }
}

interface Doing {
  /** The node of the process. */
  readonly from: string;
  readonly layer: 2 | 3;
  /** Relations to draw; all when left out. */
  readonly only?: readonly string[];
  readonly onlyNew?: boolean;
}

/** What a process did to other things: rare ones by name, usual contacts folded later. */
export function drawActs(draft: Draft, one: Case, uid: string, { from, layer, only, onlyNew = false }: Doing): void {
  const host = selfOf(one)?.host ?? one.focus.source;
  for (const act of one.facts.acts.get(uid) ?? []) {
    if (only !== undefined && !only.includes(act.relation)) continue;
    if (act.relation === "contacted" && isGroupAddress(act.object)) continue;
    const state = actState(one, act);
    if (onlyNew && state !== "new") continue;
    // Every process loads and writes dozens of usual things; they say nothing and are left to the evidence table.
    if (state === "usual" && (act.relation === "loaded" || act.relation === "wrote")) continue;
    const isEvidence = uid === one.focus.process && isPowerful(act) && state !== "usual";
    const thing = thingOf(act, host ?? undefined);
    draft.node({
      ...thing,
      sublabel: actLine(act),
      alike: thing.type === "process" ? imageKey(host, act.object) : undefined,
      role: isEvidence ? "evidence" : "context",
      layer,
      slot: isEvidence ? "evidence" : "activity",
      isNew: state === "new",
      firstSeen: act.first_seen,
      lastSeen: act.last_seen,
      count: act.n,
      badges: state === "rare" ? ["rare"] : [],
      why: actWhy(one, act),
    });
    draft.edge({
      src: from,
      dst: thing.id,
      relation: act.relation,
      from: act.first_seen,
      to: act.last_seen,
      n: act.n,
      state,
      why: actWhy(one, act),
      events: [eventIdOf(act)],
      evidence: {
        ...weight(
          one,
          isPowerful(act) ? 3 : act.relation === "opened" ? 0 : 1,
          act.object_days,
          act.object_actors,
          act.first_seen - one.focus.anchorUs,
          false,
        ),
        degree: act.object_actors,
      },
    });
  }
}

function actState(one: Case, act: Act): "new" | "rare" | "usual" {
  if (act.relation === "opened" && !isPowerful(act)) return "usual";
  return stateOf(
    { firstUs: act.object_first, days: act.object_days, sharers: act.object_actors, of: Math.max(launches(one), act.object_actors) },
    one.focus,
    one.baseline,
  );
}

const actWhy = (one: Case, act: Act): string =>
  `${act.relation} ${act.object}${act.detail === "" ? "" : ` (${act.detail})`} ${plural(act.n, "time")}; ${plural(act.object_actors, "process", "processes")} ever did (${baselineText(one.baseline)})`;
