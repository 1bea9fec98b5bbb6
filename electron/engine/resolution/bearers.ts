import { z } from "zod";
import { EntityType, type EntityRef } from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { ofPartition } from "./last-partition.ts";
import type { CandidateEntity } from "./resolution.ts";
import { parseSpans } from "./stored-record.ts";
import { covers, type TimeSpan } from "./time-span.ts";

const bearersSql = loadText(import.meta.url, "bearers.sql");
const prefixSql = loadText(import.meta.url, "bearers-by-prefix.sql");
const namesSql = loadText(import.meta.url, "names-of-entity.sql");
const domainsSql = loadText(import.meta.url, "domains-known.sql");
const epochsSql = loadText(import.meta.url, "epoch-starts.sql");
const gatewaysSql = loadText(import.meta.url, "gateways.sql");

const BearerRow = z.object({
  identifier: z.string(),
  family: z.string(),
  weight: z.enum(["strong", "medium", "weak"]),
  no: z.number(),
  type: EntityType,
  kind: z.string(),
  source: z.string(),
  label: z.string(),
  spans: z.string(),
  entity_id: z.string(),
  entity_label: z.string(),
  generic: z.string().nullable(),
});
const GatewayRow = z.object({ address: z.string(), from_us: z.number().nullable(), to_us: z.number().nullable() });

/** An entity that bears an identifier at a moment, by one of its records. */
export interface Bearer {
  readonly entity: EntityRef;
  readonly kinds: ReadonlySet<string>;
  readonly source: string;
  readonly span: TimeSpan;
  readonly weight: "strong" | "medium" | "weak";
  /** Why the identifier tells nobody from others; undefined when it does. */
  readonly generic: string | undefined;
}

type Row = Omit<z.infer<typeof BearerRow>, "spans"> & { readonly spans: readonly TimeSpan[] };

const readDomains = ofPartition((db): readonly string[] =>
  query(db, domainsSql, z.object({ domain: z.string() }))
    .all()
    .map((row) => row.domain),
);

const readNetbiosDomains = ofPartition(
  (db): ReadonlyMap<string, string> =>
    new Map(
      [...Map.groupBy(readDomains(db), (domain) => domain.split(".")[0] ?? domain)].flatMap(([short, domains]) =>
        domains.length === 1 && domains[0] !== undefined ? [[short, domains[0]] as const] : [],
      ),
    ),
);

const readGateways = ofPartition((db): ReadonlyMap<string, readonly TimeSpan[]> => {
  const found = new Map<string, TimeSpan[]>();
  for (const { address, from_us, to_us } of query(db, gatewaysSql, GatewayRow).all()) {
    const span = { from: from_us ?? Number.NEGATIVE_INFINITY, to: to_us ?? Number.POSITIVE_INFINITY };
    for (const one of address.split(/[\s,;]+/)) found.set(one, [...(found.get(one) ?? []), span]);
  }
  return found;
});

/** Reads what identifiers lead to, each once; good for one partition. */
export class BearerIndex {
  readonly #db: Database;
  readonly #rows = new Map<string, readonly Row[]>();
  readonly #names = new Map<string, readonly { readonly key: string; readonly spans: readonly TimeSpan[] }[]>();
  readonly #starts: readonly number[];
  #domains: readonly string[] | undefined;
  #netbios: ReadonlyMap<string, string> | undefined;
  #gateways: ReadonlyMap<string, readonly TimeSpan[]> | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#starts = query(db, epochsSql, z.object({ at_us: z.number() }))
      .all()
      .map((row) => row.at_us);
  }

  /** Numbers the stretches of time during which the same versions are in use. */
  epochOf(atUs: number): number {
    let n = 0;
    for (const start of this.#starts) if (start <= atUs) n += 1;
    return n;
  }

  /** Entities of these types that bear any of the keys at a moment, each once, with the best of its weights. */
  of(keys: readonly string[], types: readonly EntityType[], atUs: number): Bearer[] {
    const found = new Map<string, Bearer & { readonly kinds: Set<string> }>();
    for (const key of keys)
      for (const row of this.#read(key)) {
        const span = types.includes(row.type) ? covers(row.spans, atUs) : undefined;
        if (span === undefined) continue;
        const known = found.get(row.entity_id);
        if (known !== undefined) known.kinds.add(row.kind);
        else
          found.set(row.entity_id, {
            entity: { id: row.entity_id, type: row.type, label: row.entity_label },
            kinds: new Set([row.kind]),
            source: row.source,
            span,
            weight: row.weight,
            generic: row.generic ?? undefined,
          });
      }
    return [...found.values()].toSorted((a, b) => (a.entity.id < b.entity.id ? -1 : 1));
  }

  /** Keys that begin so, of hosts with names longer than what is asked for; at most a hundred. */
  keysFrom(prefix: string): string[] {
    const to = `${prefix}\u{10ffff}`;
    return query(this.#db, prefixSql, z.object({ identifier: z.string() }))
      .all({ from: prefix, to })
      .map((row) => row.identifier);
  }

  /** Full names of a host at a moment: `host:fqdn:…` and names with their domain. */
  namesOf(entity: string, atUs: number): string[] {
    const known = this.#names.get(entity) ?? this.#readNames(entity);
    return known.filter((name) => covers(name.spans, atUs) !== undefined).map((name) => name.key);
  }

  /** DNS domains of the directories. */
  get domains(): readonly string[] {
    return (this.#domains ??= readDomains(this.#db));
  }

  /** DNS domain by NetBIOS name, where only one of the directories' domains begins so. */
  get netbiosDomains(): ReadonlyMap<string, string> {
    return (this.#netbios ??= readNetbiosDomains(this.#db));
  }

  isGateway(address: string, atUs: number): boolean {
    this.#gateways ??= readGateways(this.#db);
    return covers(this.#gateways.get(address) ?? [], atUs) !== undefined;
  }

  #read(key: string): readonly Row[] {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const rows = query(this.#db, bearersSql, BearerRow)
      .all({ identifier: key })
      .map((row) => ({ ...row, spans: parseSpans(row.spans) }));
    this.#rows.set(key, rows);
    return rows;
  }

  #readNames(entity: string): readonly { readonly key: string; readonly spans: readonly TimeSpan[] }[] {
    const names = query(this.#db, namesSql, z.object({ identifier: z.string(), spans: z.string() }))
      .all({ entity })
      .map((row) => ({ key: row.identifier, spans: parseSpans(row.spans) }));
    this.#names.set(entity, names);
    return names;
  }
}

export const asCandidates = (bearers: readonly Bearer[], because: string): CandidateEntity[] =>
  bearers.map(({ entity }) => ({ entity, label: entity.label, because }));
