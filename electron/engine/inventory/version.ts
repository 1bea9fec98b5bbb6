import type { AsOf } from "./as-of.ts";
import type { LeaseReading } from "./lease-events.ts";
import type { ParsedInventory } from "./parse-inventory.ts";

/** A version as it would be kept. */
export interface Version {
  readonly id: string;
  readonly file: string;
  readonly source: string;
  readonly asOf: AsOf;
  readonly reading: LeaseReading;
  readonly parsed: ParsedInventory;
  readonly importedAt: number;
}
