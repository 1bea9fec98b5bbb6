/** What a lease log said of one address at one moment. */
export interface LeaseEvent {
  readonly inventory: string;
  readonly rowNo: number;
  readonly atUs: number;
  /** `renew` shows that the device went on using the address, `expire` that it had it until then. */
  readonly message: "ack" | "renew" | "release" | "expire";
  /** Canonical MAC, or host name where no MAC was logged; empty when the log names nobody. */
  readonly device: string;
  readonly mac: string | undefined;
  readonly hostName: string | undefined;
  /** End of the lease, exclusive; undefined when the log does not tell. */
  readonly endUs: number | undefined;
}

export interface Lease {
  readonly event: LeaseEvent;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  readonly closedBy: "end" | "renew" | "release" | "expire" | "takeover" | "observed";
}

interface LeaseConflict {
  readonly fromUs: number;
  readonly toUs: number;
  readonly earlier: LeaseEvent;
  readonly later: LeaseEvent;
  readonly kind: "takeover" | "simultaneous";
}

export interface AddressHistory {
  readonly leases: readonly Lease[];
  readonly conflicts: readonly LeaseConflict[];
}

/** What an acknowledgement without a lease time is good for, unless a later event of the same device proves more. */
export const observedUs = 3_600_000_000;
/** Longest stretch between two events that counts as one lease: the default of Windows Server. */
const longestUnseenUs = 8 * 86_400_000_000;

interface Holding {
  readonly event: LeaseEvent;
  toUs: number;
  closedBy: Lease["closedBy"];
}

const isClosing = (event: LeaseEvent): boolean => event.message === "release" || event.message === "expire";
const byTime = (a: LeaseEvent, b: LeaseEvent): number =>
  a.atUs - b.atUs ||
  Number(isClosing(b)) - Number(isClosing(a)) ||
  (a.device < b.device ? -1 : a.device > b.device ? 1 : 0) ||
  // A journal that states a lease again with an earlier end has cut it short.
  (a.endUs ?? Number.MAX_SAFE_INTEGER) - (b.endUs ?? Number.MAX_SAFE_INTEGER) ||
  (a.inventory < b.inventory ? -1 : a.inventory > b.inventory ? 1 : 0) ||
  a.rowNo - b.rowNo;

/**
 * Who held one address when, from what was logged of it in any order and however often. A lease opens with its acknowledgement and ends at its
 * end exactly, or earlier when its own device releases it, it is renewed, or another device's is acknowledged. Two devices acknowledged in the same
 * instant both hold it. A promise to another device while one still ran is a conflict.
 */
export function toAddressHistory(events: readonly LeaseEvent[]): AddressHistory {
  const all: Holding[] = [];
  const conflicts: LeaseConflict[] = [];
  let open: Holding[] = [];
  for (const together of instants(events)) {
    for (const event of together) proveUse(open, event);
    for (const event of together.filter(isClosing)) close(open, event);
    const starting = startsOf(together, open);
    if (starting.length === 0) continue;
    for (const holding of open) conflicts.push(...giveWay(holding, starting));
    open = starting.map(toHolding);
    conflicts.push(...rivals(open));
    all.push(...open);
  }
  return { leases: all.filter((holding) => holding.toUs > holding.event.atUs).map(toLease), conflicts };
}

function* instants(events: readonly LeaseEvent[]): Generator<LeaseEvent[]> {
  let together: LeaseEvent[] = [];
  for (const event of events.toSorted(byTime)) {
    if (together[0] !== undefined && together[0].atUs !== event.atUs) {
      yield together;
      together = [];
    }
    together.push(event);
  }
  if (together.length > 0) yield together;
}

/** A renewal, release or expiry shows that a lease of unknown length had run until then. */
function proveUse(open: readonly Holding[], event: LeaseEvent): void {
  if (event.message === "ack") return;
  for (const holding of open) {
    const isSame = holding.closedBy === "observed" && holding.event.device === event.device;
    if (isSame && event.atUs - holding.event.atUs <= longestUnseenUs) holding.toUs = Math.max(holding.toUs, event.atUs);
  }
}

function close(open: readonly Holding[], event: LeaseEvent): void {
  for (const holding of open) {
    if (event.device !== "" && holding.event.device !== event.device) continue;
    if (holding.toUs < event.atUs || holding.event.atUs >= event.atUs) continue;
    holding.toUs = event.atUs;
    holding.closedBy = event.message === "expire" ? "expire" : "release";
  }
}

/** One acknowledgement per device; one without a lease time says nothing new while the device's lease runs. */
function startsOf(together: readonly LeaseEvent[], open: readonly Holding[]): LeaseEvent[] {
  const starting = new Map<string, LeaseEvent>();
  for (const event of together) if (!isClosing(event) && !starting.has(event.device)) starting.set(event.device, event);
  const covered = (event: LeaseEvent): boolean =>
    open.some((one) => one.event.device === event.device && one.closedBy !== "observed" && one.toUs > event.atUs);
  return [...starting.values()].filter((event) => event.endUs !== undefined || starting.size > 1 || !covered(event));
}

function toHolding(event: LeaseEvent): Holding {
  return event.endUs === undefined || event.endUs <= event.atUs
    ? { event, toUs: event.atUs + observedUs, closedBy: "observed" }
    : { event, toUs: event.endUs, closedBy: "end" };
}

function giveWay(holding: Holding, starting: readonly LeaseEvent[]): LeaseConflict[] {
  const [first] = starting;
  if (first === undefined || holding.toUs <= first.atUs) return [];
  const promisedUs = holding.toUs;
  const isRenewed = starting.some((event) => event.device === holding.event.device);
  const wasOnlySeen = holding.closedBy === "observed";
  holding.toUs = first.atUs;
  holding.closedBy = isRenewed ? "renew" : "takeover";
  if (isRenewed || wasOnlySeen) return [];
  return starting.map((event) => ({
    fromUs: event.atUs,
    toUs: Math.min(promisedUs, event.endUs ?? event.atUs + observedUs),
    earlier: holding.event,
    later: event,
    kind: "takeover",
  }));
}

const rivals = (open: readonly Holding[]): LeaseConflict[] =>
  open.flatMap((one, i) =>
    open.slice(i + 1).map((other) => ({
      fromUs: one.event.atUs,
      toUs: Math.min(one.toUs, other.toUs),
      earlier: one.event,
      later: other.event,
      kind: "simultaneous" as const,
    })),
  );

const toLease = ({ event, toUs, closedBy }: Holding): Lease => ({ event, fromUs: event.atUs, toUs, closedBy });
