import { z } from "zod";
import { job, request } from "./request.ts";
import { RejectSample, TimeUs } from "./telemetry.ts";

export const InventoryKind = z.enum(["directory", "cmdb", "dhcp", "idp", "network", "criticality", "changes", "scanners"]);
export type InventoryKind = z.infer<typeof InventoryKind>;

/** How the time of an export is known: said by the analyst, dated by the file's name, newest change in its rows, or only when it came in. */
export const AsOfBasis = z.enum(["declared", "file name", "content", "import"]);
export type AsOfBasis = z.infer<typeof AsOfBasis>;

export const InventoryDetails = z.object({
  /** Which product's export it is, for example "ServiceNow". */
  format: z.string(),
  formatReason: z.string(),
  parser: z.string(),
  /** Columns in the file's order; `field` is null for those kept under their own name. `filled`: rows with a value. */
  mapping: z.array(z.object({ column: z.string(), field: z.string().nullable(), filled: z.number().int() })),
  /** What was not kept because it looks like a secret; `cells` counts single cells of a column that was kept otherwise. */
  dropped: z.array(z.object({ column: z.string(), reason: z.string(), cells: z.number().int().nullable() })),
  notes: z.array(z.string()),
});
export type InventoryDetails = z.infer<typeof InventoryDetails>;

const Facts = InventoryDetails.extend({
  kind: InventoryKind,
  file: z.string(),
  source: z.string(),
  /** When the export was true. */
  asOf: TimeUs,
  asOfBasis: AsOfBasis,
  /** Network zone of its addresses; empty when none was named. */
  zone: z.string(),
  rows: z.number().int(),
  rejected: z.number().int(),
});

export const Inventory = Facts.extend({
  id: z.string(),
  columns: z.array(z.string()),
  droppedColumns: z.array(z.string()),
  importedAt: TimeUs,
  state: z.enum(["current", "superseded", "retired"]),
  /** Events in [validFrom, validTo) are read with this version; null is unbounded. The first of a source also stands for the time before it. */
  validFrom: TimeUs.nullable(),
  validTo: TimeUs.nullable(),
  leases: z.object({ n: z.number().int(), conflicts: z.number().int() }).nullable(),
});
export type Inventory = z.infer<typeof Inventory>;

/** What an import of a file would make of it; nothing is kept. `error` is set when it would be refused. */
export const InventoryPreview = z.object({
  file: z.string(),
  error: z.string().optional(),
  facts: Facts.nullable(),
  /** True when the very same version is kept already. */
  duplicate: z.boolean(),
  /** Source, as-of time and id of the version it would follow. */
  follows: z.object({ id: z.string(), asOf: TimeUs }).nullable(),
  rejects: z.array(RejectSample),
});
export type InventoryPreview = z.infer<typeof InventoryPreview>;

export const InventoryImportInput = z.object({
  kind: z.union([InventoryKind, z.literal("auto")]).default("auto"),
  paths: z.array(z.string()).default([]),
  grants: z.array(z.string()).default([]),
  /** Versions are counted per source. Default: the file's name without its date. */
  source: z.string().trim().min(1).max(120).optional(),
  asOf: TimeUs.optional(),
  zone: z.string().trim().max(120).optional(),
  /** How times without a zone are to be read, as for telemetry: utc, offset:+HH:MM, … */
  clock: z.string().max(120).optional(),
  /** Lease time of a log that does not tell it. */
  leaseSeconds: z.number().int().positive().max(31_622_400).optional(),
});
export type InventoryImportInput = z.output<typeof InventoryImportInput>;

export const InventoryDiff = z.object({
  kind: InventoryKind,
  before: z.string(),
  after: z.string(),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  ownersChanged: z.number().int(),
  /** The first `limit` differing rows: removed, then added, then changed, each by key. */
  rows: z.array(
    z.object({
      change: z.enum(["removed", "added", "changed"]),
      key: z.string(),
      fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    }),
  ),
});
export type InventoryDiff = z.infer<typeof InventoryDiff>;

const Id = z.string().min(4).max(100);

export const inventoryRequests = {
  "inventory.import": job(InventoryImportInput, z.array(Inventory)),
  "inventory.inspect": job(InventoryImportInput, z.array(InventoryPreview)),
  /** Every version, by kind and source, newest first. */
  "inventory.list": request(z.object({}), z.array(Inventory)),
  "inventory.rejects": request(z.object({ id: Id }), z.object({ total: z.number().int(), samples: z.array(RejectSample) })),
  /** Ids may be cut short as long as they stay unique. */
  "inventory.diff": request(z.object({ before: Id, after: Id, limit: z.number().int().positive().max(1000).default(200) }), InventoryDiff),
  /** A person takes a version out of use, or back into it; it stays listed either way. */
  "inventory.retire": request(
    z.object({ id: Id, reason: z.string().trim().min(1).max(2000), restore: z.boolean().default(false), analyst: z.string().optional() }),
    Inventory,
  ),
} as const;
