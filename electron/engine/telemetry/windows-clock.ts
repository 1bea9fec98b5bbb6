import { type ClockRule, fromWritten } from "./clock.ts";
import type { WindowsEvent } from "./map/windows-event.ts";

const minuteUs = 60_000_000;
const quarterHourUs = 15 * minuteUs;
/** Beyond this the event log's clock and Sysmon's are taken to disagree. Delivery takes seconds. */
const agreementUs = 5 * minuteUs;
const samplesPerHost = 5000;
const processCreate = 1;

export interface Correction {
  readonly host: string;
  readonly us: number;
  readonly samples: number;
}

/** What Sysmon's process creations say of one host's event log. */
export interface HostClock {
  readonly host: string;
  /** How far UtcTime lies after the log's time, in microseconds, rising. */
  readonly differences: readonly number[];
  /** By how much the log is off, to the quarter hour where it is a matter of zones; 0 when the two agree. */
  readonly us: number;
  /** Whether the log's times name a zone. */
  readonly isZoned: boolean;
}

/** Times of a kind of Sysmon event that its own UtcTime puts elsewhere than the log does. */
export interface Drift {
  readonly eventId: number;
  readonly k: number;
  readonly n: number;
  readonly least: number;
  readonly most: number;
}

export interface WindowsClockEvidence {
  readonly hosts: readonly HostClock[];
  readonly drifts: readonly Drift[];
}

/** `+19:00:00`. */
export function showOffset(us: number): string {
  const seconds = Math.round(Math.abs(us) / 1_000_000);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  return `${us < 0 ? "-" : "+"}${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * Some collectors write the event log's time in local time and call it UTC. Sysmon's process creations carry UTC of their
 * own, so the head of a file (see json-import.ts) tells by how much each host's log is off: the median difference, rounded
 * to the quarter hour where it is a matter of zones. All events of that host in that file are moved by it.
 */
export class WindowsClock {
  readonly #rule: ClockRule;
  readonly #differences = new Map<string, { readonly differences: number[]; readonly isZoned: boolean }>();
  readonly #own = new Map<number, { n: number; k: number; least: number; most: number }>();
  #corrections: ReadonlyMap<string, Correction> = new Map();

  constructor(rule: ClockRule) {
    this.#rule = rule;
  }

  get corrections(): readonly Correction[] {
    return [...this.#corrections.values()];
  }

  survey(event: WindowsEvent): void {
    if (event.product !== "sysmon" || event.eventId !== processCreate || event.ownUs === undefined || event.logTime === undefined) return;
    const host = event.host ?? "";
    const isZoned = event.logTime.zoned && event.logTime.inferredUs === undefined;
    const known = this.#differences.get(host) ?? { differences: [], isZoned };
    if (known.differences.length < samplesPerHost) known.differences.push(event.ownUs - event.logTime.us);
    this.#differences.set(host, known);
  }

  endSurvey(): void {
    if (this.#rule.kind !== "declared" && this.#rule.kind !== "sysmon-utctime") return;
    const found = [...this.#differences].map(([host, { differences }]) => ({
      host,
      us: correctionOf(differences),
      samples: differences.length,
    }));
    this.#corrections = new Map(found.filter((c) => c.us !== 0).map((c) => [c.host, c]));
  }

  /** What was seen so far, whatever the rule. */
  evidence(): WindowsClockEvidence {
    return {
      hosts: [...this.#differences].map(([host, { differences, isZoned }]) => ({
        host,
        differences: differences.toSorted((a, b) => a - b),
        us: correctionOf(differences),
        isZoned,
      })),
      drifts: [...this.#own]
        .flatMap(([eventId, seen]) => (seen.k === 0 ? [] : [{ eventId, ...seen }]))
        .toSorted((a, b) => a.eventId - b.eventId),
    };
  }

  /** When the event happened; undefined when it does not say. */
  timeOf(event: WindowsEvent): number | undefined {
    const { kind } = this.#rule;
    const own = event.ownUs;
    if (event.logTime === undefined || (own !== undefined && kind === "sysmon-utctime")) return own;
    const logged = fromWritten(event.logTime, this.#rule) + (this.#corrections.get(event.host ?? "")?.us ?? 0);
    if (own === undefined) return logged;
    this.#compare(event.eventId, own - logged);
    const trustsOwn = event.eventId === processCreate && kind === "declared";
    return trustsOwn || Math.abs(own - logged) <= agreementUs ? own : logged;
  }

  #compare(eventId: number, difference: number): void {
    if (eventId === processCreate) return;
    const seen = this.#own.get(eventId) ?? { n: 0, k: 0, least: difference, most: difference };
    seen.n += 1;
    if (Math.abs(difference) > agreementUs) {
      seen.least = seen.k === 0 ? difference : Math.min(seen.least, difference);
      seen.most = seen.k === 0 ? difference : Math.max(seen.most, difference);
      seen.k += 1;
    }
    this.#own.set(eventId, seen);
  }
}

function correctionOf(differences: readonly number[]): number {
  const sorted = differences.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  if (Math.abs(median) <= agreementUs) return 0;
  const rounded = Math.round(median / quarterHourUs) * quarterHourUs;
  return Math.abs(median - rounded) <= agreementUs ? rounded : median;
}
