import type { Kind } from "../inventory/columns.ts";
import { changeWindowsFor, scannerFor, zoneOf } from "../inventory/lookup.ts";
import type { Database } from "../sqlite/database.ts";
import type { Focus } from "./focus.ts";
import type { Identity } from "./identity.ts";
import { isKnown } from "./known.ts";
import { stamp } from "./words.ts";

/** What people said beforehand would happen: changes, scans, and addresses that many share. */
export interface Sanctioned {
  readonly reasons: readonly string[];
  /** Lists that were never imported, so that nothing can be said from them. */
  readonly missing: readonly string[];
  /** Why the source's address names nobody, or undefined. */
  readonly shared: string | undefined;
}

const lists: readonly (readonly [Kind, string])[] = [
  ["changes", "change windows"],
  ["scanners", "sanctioned scanners"],
  ["network", "network zones"],
];

const scheduleText = (isOnSchedule: boolean | undefined, schedule: string | undefined): string =>
  isOnSchedule === undefined ? "" : isOnSchedule ? `, on its schedule (${schedule ?? ""})` : `, outside its schedule (${schedule ?? ""})`;

export function toSanctioned(db: Database, focus: Focus, identity: Identity, kinds: ReadonlySet<Kind>): Sanctioned {
  const host = isKnown(identity.device) ? identity.device.value.name : focus.isSourceAddress ? undefined : focus.source;
  const ip = focus.isSourceAddress ? focus.source : undefined;
  const windows = kinds.has("changes") ? changeWindowsFor(db, { host, ip }, focus.anomaly.fromUs, focus.anomaly.toUs) : [];
  const scanner = kinds.has("scanners") ? scannerFor(db, { host, ip }, focus.anchorUs) : undefined;
  const zone = kinds.has("network") && ip !== undefined ? zoneOf(db, ip, focus.anchorUs) : undefined;
  const changes = windows.map((hit) => {
    const title = [hit.fields.get("ticket"), hit.fields.get("summary")].filter((text) => text !== undefined).join(" ");
    return `change ${title === "" ? "window" : title} until ${stamp(hit.toUs ?? focus.anchorUs)}`;
  });
  return {
    reasons: [
      ...changes,
      ...(scanner === undefined ? [] : [`a sanctioned scanner${scheduleText(scanner.isOnSchedule, scanner.schedule)}`]),
      ...(zone?.isScanner === true ? [`in the scanner network ${zone.cidr}`] : []),
    ],
    missing: lists.filter(([kind]) => !kinds.has(kind)).map(([, title]) => title),
    shared:
      zone?.isShared === true ? `${ip ?? ""} lies in ${zone.cidr} (${zone.role ?? zone.zone ?? "shared"}), which many share` : undefined,
  };
}
