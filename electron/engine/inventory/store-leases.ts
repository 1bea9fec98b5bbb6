import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";
import type { ZonedLeaseEvent } from "./lease-events.ts";
import { type LeaseEvent, toAddressHistory } from "./lease-intervals.ts";

const eventSql = loadText(import.meta.url, "lease-event-insert.sql");
const eventsOfSql = loadText(import.meta.url, "lease-events-of.sql");
const addressesSql = loadText(import.meta.url, "lease-addresses.sql");
const clearSql = loadText(import.meta.url, "lease-clear.sql");
const clearConflictsSql = loadText(import.meta.url, "lease-conflict-clear.sql");
const leaseSql = loadText(import.meta.url, "lease-insert.sql");
const conflictSql = loadText(import.meta.url, "lease-conflict-insert.sql");

const AddressRow = z.object({ zone: z.string(), ip: z.string() });
const EventRow = z.object({
  inventory: z.string(),
  row_no: z.number(),
  at_us: z.number(),
  message: z.enum(["ack", "renew", "release", "expire"]),
  device: z.string(),
  mac: z.string().nullable(),
  host_name: z.string().nullable(),
  end_us: z.number().nullable(),
});

const toEvent = (row: z.infer<typeof EventRow>): LeaseEvent => ({
  inventory: row.inventory,
  rowNo: row.row_no,
  atUs: row.at_us,
  message: row.message,
  device: row.device,
  mac: row.mac ?? undefined,
  hostName: row.host_name ?? undefined,
  endUs: row.end_us ?? undefined,
});

export function storeLeaseEvents(db: Database, events: readonly ZonedLeaseEvent[]): void {
  for (const event of events)
    execute(db, eventSql, {
      inventory: event.inventory,
      row: event.rowNo,
      zone: event.zone,
      ip: event.ip,
      at: event.atUs,
      message: event.message,
      device: event.device,
      mac: event.mac ?? null,
      host: event.hostName ?? null,
      end: event.endUs ?? null,
    });
}

/** Derives the leases of every address a log speaks of again, from all logs in use: one log may end what another began. */
export function rederiveLeases(db: Database, inventory: string): void {
  for (const { zone, ip } of query(db, addressesSql, AddressRow).all({ inventory })) {
    execute(db, clearSql, { zone, ip });
    execute(db, clearConflictsSql, { zone, ip });
    const { leases, conflicts } = toAddressHistory(query(db, eventsOfSql, EventRow).all({ zone, ip }).map(toEvent));
    for (const { event, fromUs, toUs, closedBy } of leases)
      execute(db, leaseSql, {
        zone,
        ip,
        from: fromUs,
        to: toUs,
        device: event.device,
        mac: event.mac ?? null,
        host: event.hostName ?? null,
        closedBy,
        inventory: event.inventory,
        row: event.rowNo,
      });
    for (const { fromUs, toUs, earlier, later, kind } of conflicts)
      execute(db, conflictSql, {
        zone,
        ip,
        from: fromUs,
        to: toUs,
        device: earlier.device,
        other: later.device,
        kind,
        inventory: later.inventory,
      });
  }
}
