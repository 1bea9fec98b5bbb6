import type { EntityDetail, EntityEdge, EntityReviewItem, EntitySummary } from "../../shared/contract/entities.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";

type EntityNames = Extract<RequestName, `entities.${string}`>;

const always = { from: null, to: null };
const ref = { id: "e1", type: "host", label: "ws-117.corp.example" } as const;

const summary: EntitySummary = {
  ...ref,
  detail: "Finance, Sydney",
  criticality: 3,
  records: 2,
  kinds: ["cmdb", "directory"],
  conflicts: 0,
  span: always,
  matched: "host:fqdn:ws-117.corp.example",
};

const edge: EntityEdge = {
  order: 1,
  state: "joined",
  rule: "shared-identifier",
  key: "host:fqdn:ws-117.corp.example",
  a: { record: "r1", label: "WS-117", source: "cmdb" },
  b: { record: "r2", label: "WS-117$", source: "ad" },
  span: always,
  confidence: 0.99,
  text: "both have the full name ws-117.corp.example",
  parts: [],
};

const detail: EntityDetail = {
  ...summary,
  identifiers: [
    {
      key: "host:fqdn:ws-117.corp.example",
      family: "fqdn",
      strength: "strong",
      exclusive: false,
      generic: null,
      spans: [always],
      records: ["r1", "r2"],
    },
  ],
  entityRecords: [
    {
      id: "r1",
      row: "w1",
      type: "host",
      kind: "cmdb",
      source: "cmdb",
      inventory: "0123",
      file: "cmdb.csv",
      rowNo: 1,
      key: "ws-117",
      label: "WS-117",
      spans: [always],
      fields: { name: "WS-117", owner: "Alice Ng" },
    },
  ],
  links: [
    {
      type: "OWNED_BY",
      direction: "out",
      other: { id: "e2", type: "person", label: "Alice Ng" },
      text: "Alice Ng",
      span: always,
      source: "cmdb",
      method: "the CMDB row's owner; only one person has that name",
      confidence: 0.95,
      isStale: false,
    },
  ],
  conflictList: [],
  redirects: [],
  history: [],
  overrides: [],
  recheck: [],
};

const side = (kind: string, record: string, label: string, fields: Readonly<Record<string, string>>) => ({
  record,
  entity: { id: `e-${record}`, type: "person" as const, label },
  label,
  detail: "Finance",
  kind,
  source: kind === "idp" ? "okta" : "ad",
  fields: { ...fields },
});
const reviewItem: EntityReviewItem = {
  type: "person",
  a: side("directory", "r7", "Alice Ng", { displayName: "Ng, Alice", mail: "alice.ng@corp.example", department: "Finance" }),
  b: side("idp", "r8", "Alicia Ng", { displayName: "Alicia Ng", mail: "a.ng@corp.example", department: "Finance" }),
  p: 0.93,
  priorBits: -10.2,
  parts: [
    { name: "names", bits: 11.4, text: "name is nearly equal in both parts" },
    { name: "work", bits: 2.5, text: "department and title are equal in one" },
  ],
  marginBits: 1.2,
  doubt: "it is less than 0.99 likely; another candidate is nearly as likely",
};

/** Answers for every `entities.` request, about one workstation and its owner. */
export const fakeEntities = {
  "entities.search": async () => ({ entities: [summary], total: 1 }),
  "entities.get": async () => detail,
  "entities.why": async () => ({
    outcome: "one" as const,
    text: "Both are ws-117.corp.example: they share its full name",
    a: ref,
    b: ref,
    confidence: 0.99,
    path: [edge],
    tree: [edge],
    against: [],
  }),
  "entities.resolve": async () => ({
    outcome: "RESOLVED" as const,
    entity: ref,
    isRecorded: true,
    confidence: 0.97,
    how: "DHCP lease 08:00–16:00",
    span: always,
    steps: [{ text: "DHCP lease 08:00–16:00", confidence: 0.97, span: always }],
  }),
  "entities.conflicts": async () => ({
    conflicts: [
      {
        id: "c1",
        kind: "exclusive" as const,
        key: "host:fqdn:ws-117.corp.example",
        entities: [ref],
        records: ["r1", "r3"],
        text: "two serial numbers go by ws-117.corp.example",
      },
    ],
    total: 1,
  }),
  "entities.review": async () => ({ items: [reviewItem], total: 1, joined: 3, comparedAt: 0 }),
  "entities.status": async () => ({
    version: "0".repeat(64),
    number: 1,
    at: 0,
    byType: [{ type: "host" as const, entities: 1, records: 2 }],
    merged: 1,
    conflicts: 1,
    review: 1,
    comparedAt: 0,
    generics: [{ key: "mac:02:00:4c:4f:4f:50", records: 3, why: "3 devices have it at once" }],
    genericsTotal: 1,
    overrides: 0,
    inventories: [{ kind: "cmdb", source: "cmdb", id: "0123", records: 1 }],
  }),
  "entities.override": async () => ({ decision: "d1", version: 2, touched: [ref] }),
} satisfies { readonly [K in EntityNames]: (input: Parsed<K>) => Promise<Output<K>> };
