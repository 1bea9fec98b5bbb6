import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { genericReason } from "./generic-values.ts";
import { EntityType } from "../../../shared/contract/entities.ts";
import { readRecord, type StoredRecord } from "./stored-record.ts";

const byIdentifierSql = loadText(import.meta.url, "records-by-identifier.sql");
const noSql = loadText(import.meta.url, "record-no.sql");
const byRowSql = loadText(import.meta.url, "records-by-row.sql");
const byEntitySql = loadText(import.meta.url, "records-by-entity.sql");
const genericTypesSql = loadText(import.meta.url, "generic-types.sql");

const NoRow = z.object({ no: z.number() });
const GenericRow = z.object({ type: z.string(), identifier: z.string() });

/** What an identifier is for one type of entity, as judged anew. */
export interface JudgedValue {
  readonly type: EntityType;
  readonly key: string;
  /** Why it is generic; undefined when it is not. */
  readonly reason: string | undefined;
  /** Whether it was before. */
  readonly wasGeneric: boolean;
  readonly records: number;
}

export interface Touched {
  readonly records: ReadonlyMap<number, StoredRecord>;
  readonly judged: ReadonlyMap<string, JudgedValue>;
}

export interface Seeds {
  readonly records: Iterable<number>;
  readonly keys: Iterable<string>;
  readonly rows: Iterable<string>;
  /** Ids of records. */
  readonly ids: Iterable<string>;
  readonly entities: Iterable<string>;
  /** Records that are known already, so that they need not be read. */
  readonly known: ReadonlyMap<number, StoredRecord>;
  /** What decisions join to a row or keep from it, and what linkage proposes for a record. */
  rowsBeside(row: string): readonly string[];
  idsBeside(id: string): readonly string[];
  readonly ruledGeneric: ReadonlyMap<string, boolean>;
  /** True when nothing was resolved before: everything is a seed and nothing need be looked for. */
  readonly isAll: boolean;
}

export const judgedName = (type: string, key: string): string => `${type} ${key}`;

/**
 * Every record that what changed can have made another's companion: along identifiers that told or tell who something is, along rows, decisions and
 * entities as they were. A generic identifier leads nowhere, unless it was none before.
 */
export class TouchedSet implements Touched {
  readonly records = new Map<number, StoredRecord>();
  readonly judged = new Map<string, JudgedValue>();
  readonly #db: Database;
  readonly #seeds: Seeds;
  readonly #queue: number[] = [];
  readonly #keys = new Set<string>();
  readonly #rows = new Set<string>();
  readonly #entities = new Set<string>();
  /** By identifier: the types for which it told nobody from others before. */
  readonly #generic = new Map<string, Set<string>>();

  constructor(db: Database, seeds: Seeds) {
    this.#db = db;
    this.#seeds = seeds;
    if (seeds.isAll) this.#takeAll();
    else this.#spread();
  }

  #takeAll(): void {
    const byKey = new Map<string, StoredRecord[]>();
    for (const record of this.#seeds.known.values()) {
      this.records.set(record.no, record);
      for (const { key, weight } of record.identifiers) {
        if (weight === "weak") continue;
        const bearers = byKey.get(key);
        if (bearers === undefined) byKey.set(key, [record]);
        else bearers.push(record);
      }
    }
    for (const [key, bearers] of byKey) if (bearers.length > 1 || this.#seeds.ruledGeneric.has(key)) this.#judge(key, bearers);
  }

  #spread(): void {
    for (const { type, identifier } of query(this.#db, genericTypesSql, GenericRow).iterate())
      this.#generic.set(identifier, (this.#generic.get(identifier) ?? new Set<string>()).add(type));
    for (const key of this.#seeds.keys) this.#alongKey(key);
    for (const row of this.#seeds.rows) this.#alongRow(row);
    for (const id of this.#seeds.ids) this.#alongId(id);
    for (const entity of this.#seeds.entities) this.#alongEntity(entity);
    for (const no of this.#seeds.records) this.#queue.push(no);
    for (let no = this.#queue.pop(); no !== undefined; no = this.#queue.pop()) {
      const record = this.records.has(no) ? undefined : this.#read(no);
      if (record === undefined) continue;
      this.records.set(no, record);
      for (const { key, weight } of record.identifiers) if (weight !== "weak") this.#alongKey(key);
      this.#alongRow(record.row);
      for (const row of this.#seeds.rowsBeside(record.row)) this.#alongRow(row);
      for (const id of this.#seeds.idsBeside(record.id)) this.#alongId(id);
      this.#alongEntity(record.entity);
    }
  }

  #read = (no: number): StoredRecord | undefined => this.#seeds.known.get(no) ?? readRecord(this.#db, no);

  #alongKey(key: string): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    const bearers = query(this.#db, byIdentifierSql, NoRow)
      .all({ identifier: key })
      .flatMap(({ no }) => this.#read(no) ?? []);
    const before = this.#generic.get(key) ?? new Set<string>();
    this.#judge(key, bearers);
    for (const type of EntityType.options)
      if (before.has(type) && !this.judged.has(judgedName(type, key)))
        this.judged.set(judgedName(type, key), { type, key, reason: undefined, wasGeneric: true, records: 0 });
    for (const { no, type } of bearers) {
      const isStill = before.has(type) && this.judged.get(judgedName(type, key))?.reason !== undefined;
      if (!isStill) this.#queue.push(no);
    }
  }

  #judge(key: string, bearers: readonly StoredRecord[]): void {
    for (const type of new Set(bearers.map((record) => record.type))) {
      const own = bearers.filter((record) => record.type === type);
      const family = own[0]?.identifiers.find((one) => one.key === key)?.family ?? "name";
      const ruled = this.#seeds.ruledGeneric.get(key);
      const reason = ruled === undefined ? genericReason(type, family, own) : ruled ? "a decision says so" : undefined;
      this.judged.set(judgedName(type, key), {
        type,
        key,
        reason,
        wasGeneric: this.#generic.get(key)?.has(type) === true,
        records: own.length,
      });
    }
  }

  #alongId(id: string): void {
    const found = query(this.#db, noSql, NoRow).get({ id });
    if (found !== undefined) this.#queue.push(found.no);
  }

  #alongRow(row: string): void {
    if (this.#rows.has(row)) return;
    this.#rows.add(row);
    this.#queue.push(
      ...query(this.#db, byRowSql, NoRow)
        .all({ row })
        .map(({ no }) => no),
    );
  }

  #alongEntity(entity: string): void {
    if (entity === "" || this.#entities.has(entity)) return;
    this.#entities.add(entity);
    this.#queue.push(
      ...query(this.#db, byEntitySql, NoRow)
        .all({ entity })
        .map(({ no }) => no),
    );
  }
}
