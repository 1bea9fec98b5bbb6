import type { EntityType } from "../../../shared/contract/entities.ts";
import type { Kind } from "../inventory/columns.ts";
import type { TimeSpan } from "./time-span.ts";

/** In the order in which identifiers are trusted to merge records: a wrong name can do no harm that a serial number has not allowed. */
export const strongFamilies = ["agent", "guid", "sid", "cloud", "device", "serial", "employee", "fqdn", "nt", "upn"] as const;
export const mediumFamilies = ["mac", "netbios", "mail", "who"] as const;
export const weakFamilies = ["name", "phone"] as const;
export type Family = (typeof strongFamilies)[number] | (typeof mediumFamilies)[number] | (typeof weakFamilies)[number];

/** strong merges, medium needs a second independent one, weak only leads to a record. */
export type Weight = "strong" | "medium" | "weak";

/** `ever`: a thing never has another. `at once`: not two at a time. */
export type Exclusive = "ever" | "at once" | "no";

export interface RecordIdentifier {
  readonly key: string;
  readonly family: Family;
  readonly weight: Weight;
  readonly exclusive: Exclusive;
}

/** What one row says of one thing: a directory row speaks of an account and of the person behind it. */
export interface Facet {
  readonly type: EntityType;
  readonly label: string;
  /** What tells it from others of its name. */
  readonly detail: string;
  /** Sorted by key, without repeats. */
  readonly identifiers: readonly RecordIdentifier[];
}

/** What a source said of one thing for as long as it said it without changing an identifier. Immutable; its id is a digest of it. */
export interface ResolutionRecord extends Facet {
  readonly id: string;
  /** The same for every record of that row of the source, whatever its content. */
  readonly row: string;
  readonly kind: Kind;
  readonly source: string;
  readonly key: string;
  /** When the source said so, in order of time. */
  readonly spans: readonly TimeSpan[];
}

/** The kinds of inventory whose rows are records. */
export const recordKinds = ["directory", "idp", "cmdb"] as const satisfies readonly Kind[];
export type RecordKind = (typeof recordKinds)[number];
