import type { Inventory, InventoryDiff, InventoryPreview } from "../../shared/contract/inventories.ts";

const dayUs = 86_400_000_000;

const sample = (id: string, over: Partial<Inventory>): Inventory => ({
  id: id.padEnd(64, "0"),
  kind: "cmdb",
  file: "cmdb.csv",
  source: "cmdb",
  asOf: 0,
  asOfBasis: "content",
  zone: "",
  rows: 0,
  rejected: 0,
  columns: (over.mapping ?? []).map((one) => one.column),
  droppedColumns: (over.dropped ?? []).filter((one) => one.cells === null).map((one) => one.column),
  importedAt: 0,
  state: "current",
  validFrom: null,
  validTo: null,
  leases: null,
  format: "table",
  formatReason: "the analyst says what it lists",
  parser: "inventory/2",
  mapping: [],
  dropped: [],
  notes: [],
  ...over,
});

const cmdbColumns = (rows: number): Inventory["mapping"] => [
  { column: "sys_id", field: "id", filled: rows },
  { column: "name", field: "name", filled: rows },
  { column: "fqdn", field: "fqdn", filled: Math.round(rows * 0.61) },
  { column: "serial_number", field: "serial", filled: Math.round(rows * 0.96) },
  { column: "assigned_to", field: "owner", filled: Math.round(rows * 0.93) },
  { column: "business_criticality", field: "businessCriticality", filled: rows },
  { column: "sys_updated_on", field: "updated", filled: rows },
  { column: "u_rack", field: null, filled: 118 },
];

/** Two versions of a CMDB, a directory that lost its passwords, a lease log and a list of networks, as of around `nowUs`. */
export function sampleInventories(nowUs: number): Inventory[] {
  const serviceNow = {
    format: "ServiceNow",
    formatReason: "its columns sys_id, sys_class_name, sys_updated_on, assigned_to, operational_status are those of ServiceNow",
  };
  return [
    sample("c2", {
      ...serviceNow,
      file: "cmdb-2026-03-21.csv",
      asOf: nowUs - dayUs,
      asOfBasis: "file name",
      rows: 1117,
      rejected: 3,
      mapping: cmdbColumns(1117),
      importedAt: nowUs - dayUs,
      validFrom: nowUs - dayUs,
    }),
    sample("c1", {
      ...serviceNow,
      file: "cmdb-2026-02-14.csv",
      asOf: nowUs - 36 * dayUs,
      asOfBasis: "file name",
      rows: 1098,
      mapping: cmdbColumns(1098),
      importedAt: nowUs - 35 * dayUs,
      state: "superseded",
      validTo: nowUs - dayUs,
    }),
    sample("d4", {
      kind: "dhcp",
      file: "dhcp.log",
      source: "dhcp",
      format: "Zeek dhcp.log",
      formatReason: "its columns ts, mac, assigned_addr, msg_types are those of Zeek dhcp.log",
      asOf: nowUs - 3_600_000_000,
      rows: 3688,
      rejected: 4,
      mapping: ["ts", "mac", "host_name", "assigned_addr", "lease_time", "msg_types"].map((column, i) => ({
        column,
        field: ["time", "mac", "hostName", "ip", "leaseSeconds", "messages"][i] ?? null,
        filled: 3688,
      })),
      importedAt: nowUs - dayUs,
      leases: { n: 3688, conflicts: 2 },
    }),
    sample("a9", {
      kind: "directory",
      file: "ad-users.csv",
      source: "ad-users",
      format: "Active Directory",
      formatReason: "its columns sAMAccountName, objectSid, distinguishedName are those of Active Directory",
      asOf: nowUs - dayUs,
      asOfBasis: "import",
      rows: 1200,
      mapping: ["sAMAccountName", "displayName", "mail", "department"].map((column, i) => ({
        column,
        field: ["sam", "displayName", "mail", "department"][i] ?? null,
        filled: 1200,
      })),
      dropped: [
        { column: "unixUserPassword", reason: "its name says that it holds secrets", cells: null },
        { column: "info", reason: "cells that look like a written password", cells: 2 },
      ],
      notes: ["read as UTF-16LE"],
      importedAt: nowUs - dayUs,
    }),
    sample("e5", {
      kind: "network",
      file: "zones.csv",
      source: "zones",
      format: "network zones",
      formatReason: "its columns cidr, zone, site are those of network zones",
      asOf: nowUs - 9 * dayUs,
      asOfBasis: "declared",
      rows: 41,
      mapping: [{ column: "cidr", field: "cidr", filled: 41 }],
      importedAt: nowUs - 9 * dayUs,
      state: "retired",
    }),
  ];
}

export const sampleDiff: InventoryDiff = {
  kind: "cmdb",
  before: "c1".padEnd(64, "0"),
  after: "c2".padEnd(64, "0"),
  added: 20,
  removed: 1,
  changed: 2,
  same: 1095,
  ownersChanged: 1,
  rows: [
    { change: "removed", key: "0a77", fields: [{ field: "name", before: "lon-lt00017", after: null }] },
    { change: "added", key: "1b20", fields: [{ field: "name", before: null, after: "syd-lt01201" }] },
    {
      change: "changed",
      key: "9039",
      fields: [
        { field: "owner", before: "Nicola Leonardi", after: "Brianna Blake" },
        { field: "updated", before: "2025-12-17T13:02:05Z", after: "2026-03-20T08:00:00Z" },
      ],
    },
    { change: "changed", key: "c17c", fields: [{ field: "status", before: "1", after: "6" }] },
  ],
};

export function samplePreview(nowUs: number): InventoryPreview {
  const [inventory = sample("c2", {})] = sampleInventories(nowUs);
  const {
    id: _id,
    columns: _columns,
    droppedColumns: _dropped,
    importedAt: _importedAt,
    state: _state,
    validFrom: _from,
    validTo: _to,
    leases: _leases,
    ...facts
  } = inventory;
  return {
    file: "cmdb-2026-03-22.csv",
    facts: {
      ...facts,
      file: "cmdb-2026-03-22.csv",
      asOf: nowUs,
      dropped: [{ column: "u_admin_password", reason: "its name says that it holds secrets", cells: null }],
    },
    duplicate: false,
    follows: { id: inventory.id, asOf: inventory.asOf },
    rejects: [{ file: "cmdb-2026-03-22.csv", line: 17, reason: "13 columns instead of 14", excerpt: "" }],
  };
}
