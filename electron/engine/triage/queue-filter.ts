import type { z } from "zod";
import type { QueueInput } from "../../../shared/contract/triage.ts";
import type { Listed, Standing } from "./queue-list.ts";

type Asked = z.output<typeof QueueInput>;

export interface QueueFilter {
  readonly show: Asked["show"];
  readonly held: Asked["held"];
  readonly health: Asked["health"];
  /** In lower case; "" for none. */
  readonly text: string;
  /** The only ones wanted; undefined for all. */
  readonly among: ReadonlySet<string> | undefined;
  /** One whose place is wanted. */
  readonly place: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Ids that suppressions match, that are kept in sight of them by lot, and that are put off. */
export interface HeldIds {
  readonly suppressed: ReadonlySet<string>;
  readonly audited: ReadonlySet<string>;
  readonly snoozed: ReadonlySet<string>;
}

export interface QueueView {
  /** Those of the page with their ranks, from 1, in the whole order. */
  readonly page: readonly { readonly id: string; readonly rank: number }[];
  /** Matching the filter. */
  readonly total: number;
  /** Among these, from 0; null when it is not one of them. */
  readonly place: number | null;
  /** Of these, scores that are not to be trusted. */
  readonly suppressed: number;
  /** Matching all of the filter but what it says of the held: hidden by suppressions and not snoozed, snoozed, and kept in sight by lot. */
  readonly held: { readonly suppressed: number; readonly snoozed: number; readonly audited: number };
  /** Without a verdict and not hidden, whatever the text. */
  readonly open: number;
  readonly secondLooks: number;
  readonly disputed: number;
}

const untouched: Standing = { isJudged: false, isSecondLook: false, isDisputed: false, isScored: true, isBlind: false, text: "" };

function isShown(show: QueueFilter["show"], { isJudged, isDisputed, isSecondLook }: Standing): boolean {
  if (show === "all") return true;
  if (show === "open") return !isJudged && !isDisputed;
  return show === "second-look" ? isSecondLook : isDisputed;
}

/** One pass over the whole order: a page of what the filter lets through, and how many there are of each kind. */
export function viewQueue(
  order: readonly Listed[],
  standings: ReadonlyMap<string, Standing>,
  ids: HeldIds,
  { show, held, health, text, among, place, limit, offset }: QueueFilter,
): QueueView {
  const page: { id: string; rank: number }[] = [];
  let found: number | null = null;
  const count = { total: 0, suppressed: 0, hidden: 0, snoozed: 0, audited: 0, open: 0, secondLooks: 0, disputed: 0 };
  for (const [i, listed] of order.entries()) {
    const { id } = listed;
    const known = standings.get(id);
    const standing = known ?? untouched;
    const isOpen = !standing.isJudged && !standing.isDisputed;
    const isSuppressed = isOpen && standing.isScored && ids.suppressed.has(id);
    const isSnoozed = ids.snoozed.has(id);
    const isHidden = isSuppressed || isSnoozed;
    if (isOpen && !isHidden) count.open++;
    if (standing.isSecondLook) count.secondLooks++;
    if (standing.isDisputed) count.disputed++;
    if (!isShown(show, standing) || (among !== undefined && !among.has(id))) continue;
    if (health !== "any" && listed.health !== health) continue;
    if (text !== "" && !(known ?? listed).text.includes(text)) continue;
    if (isSnoozed) count.snoozed++;
    else if (isSuppressed) count.hidden++;
    if (standing.isScored && !standing.isJudged && !isSnoozed && ids.audited.has(id)) count.audited++;
    if (held !== "show" && (held === "only") !== isHidden) continue;
    if (count.total >= offset && page.length < limit) page.push({ id, rank: i + 1 });
    if (id === place) found = count.total;
    count.total++;
    if (listed.health === "suppressed") count.suppressed++;
  }
  const { total, suppressed, open, secondLooks, disputed } = count;
  return {
    page,
    total,
    place: found,
    suppressed,
    held: { suppressed: count.hidden, snoozed: count.snoozed, audited: count.audited },
    open,
    secondLooks,
    disputed,
  };
}
