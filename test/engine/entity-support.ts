import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "./temp-dir.ts";
import type { InventoryKind } from "../../shared/contract/inventories.ts";
import type { MentionKind } from "../../shared/contract/entities.ts";
import { DecisionBook } from "../../electron/engine/decisions/decision-book.ts";
import { overrideKind } from "../../electron/engine/operations/entity-overrides.ts";
import { inventoryKinds } from "../../electron/engine/operations/retire-inventory.ts";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import { currentPartition, type Partition } from "../../electron/engine/resolution/partition.ts";
import type { MentionScope, Resolution } from "../../electron/engine/resolution/resolution.ts";
import { createMentionResolver } from "../../electron/engine/resolution/resolve-mention.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog, type DecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { execute, query } from "../../electron/engine/sqlite/statement.ts";
import { z } from "zod";

export const hourUs = 3_600_000_000;
export const noonUs = Date.parse("2026-03-02T12:00:00Z") * 1000;

/** Header and rows of an inventory, cells parted by bars. */
export interface Sheet {
  readonly kind: InventoryKind;
  readonly source: string;
  readonly asOf: string;
  readonly lines: readonly string[];
}

let empty: Uint8Array | undefined;

/** A store without anything in it. Its tables are made once, since that waits for the disk. */
function openEmpty(path: string): Database {
  const isFirst = empty === undefined;
  if (empty !== undefined) writeFileSync(path, empty);
  const db = openDatabase(path);
  if (isFirst) empty = db.serialize();
  // Nothing here has to survive a power cut.
  db.pragma("synchronous = OFF");
  return db;
}

/** A store with inventories in it, made from sheets, and what they resolve to. */
export class EntityEstate {
  readonly db: Database;
  readonly log: DecisionLog;
  readonly book: DecisionBook;
  readonly #dir: string;
  #n = 0;

  constructor(sheets: readonly Sheet[] = []) {
    this.#dir = mkdtempSync(join(tempDir(), "entities-"));
    this.db = openEmpty(join(this.#dir, "quarry.sqlite"));
    this.log = createDecisionLog(this.db);
    this.book = new DecisionBook(this.db, this.log, [
      overrideKind(this.db, () => void this.resolve()),
      ...inventoryKinds(this.db, () => undefined),
    ]);
    for (const sheet of sheets) this.import(sheet);
  }

  import({ kind, source, asOf, lines }: Sheet): string {
    this.#n += 1;
    const path = join(this.#dir, `${this.#n}.csv`);
    writeFileSync(
      path,
      `${lines
        .map((line) =>
          line
            .split("|")
            .map((cell) => `"${cell.trim()}"`)
            .join(","),
        )
        .join("\n")}\n`,
    );
    return importInventory(this.db, kind, path, `${source}.csv`, { source, asOf: Date.parse(asOf) * 1000 }).inventory.id;
  }

  resolve(): Partition {
    const partition = currentPartition(this.db);
    if (partition === undefined) throw new Error("the store can be written");
    return partition;
  }

  mention(kind: MentionKind, text: string, scope: MentionScope = {}, atUs = noonUs): Resolution {
    this.resolve();
    return createMentionResolver(this.db)(kind, text, scope, atUs);
  }

  /** In one line: the label of the entity, or the outcome. */
  who(kind: MentionKind, text: string, scope: MentionScope = {}, atUs = noonUs): string {
    const found = this.mention(kind, text, scope, atUs);
    return found.outcome === "RESOLVED" ? found.entity.label : found.outcome;
  }

  /** Sets of record keys, each an entity with its type and id, in a fixed order. */
  partition(): string[] {
    this.resolve();
    return query(
      this.db,
      `SELECT entity_id || ' ' || type || ' ' || group_concat(id || ' ' || spans, ' ' ORDER BY id) AS line FROM entity_record GROUP BY entity_id ORDER BY 1`,
      z.object({ line: z.string() }),
    )
      .all()
      .map((row) => row.line);
  }

  /** Edges, generic values and entities as they are stored, in a fixed order: everything but numbers that count up. */
  stored(): string[] {
    const sql = `SELECT 'edge ' || a.id || ' ' || b.id || ' ' || g.rule || ' ' || coalesce(g.identifier, '') || ' ' || g.state || ' ' ||
        coalesce(g.join_order, '') || ' ' || coalesce(g.against, '') AS line
      FROM entity_edge AS g JOIN entity_record AS a ON a.no = g.a_no JOIN entity_record AS b ON b.no = g.b_no
      UNION ALL SELECT 'generic ' || type || ' ' || identifier || ' ' || reason || ' ' || records FROM entity_generic
      UNION ALL SELECT 'entity ' || id || ' ' || type || ' ' || label || ' ' || detail || ' ' || anchor_id || ' ' || records FROM entity
      ORDER BY 1`;
    return query(this.db, sql, z.object({ line: z.string() }))
      .all()
      .map((row) => row.line);
  }

  /** An anomaly that lasted from noon for an hour, made on these keys. */
  anomaly(id: string, ...keys: readonly string[]): void {
    execute(this.db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
    execute(this.db, "INSERT OR IGNORE INTO model_version VALUES ('v1', 'm', '{}', 'd1', 0)");
    execute(this.db, "INSERT OR IGNORE INTO run VALUES ('r1', 'm', 'v1', 'd1', '{}', 0)");
    const [from, to] = [noonUs, noonUs + hourUs];
    execute(this.db, "INSERT INTO anomaly VALUES ($id, 'r1', 1, 'm', $id, $id, $from, $to, 0.5, 0.01, 0.02, '{}')", { id, from, to });
    for (const key of keys) execute(this.db, "INSERT INTO anomaly_entity VALUES ($key, $id)", { key, id });
  }

  keysOf(anomaly: string): string[] {
    const sql = "SELECT entity FROM anomaly_entity WHERE anomaly_id = $anomaly ORDER BY entity";
    return query(this.db, sql, z.object({ entity: z.string() }))
      .all({ anomaly })
      .map((row) => row.entity);
  }

  close(): void {
    this.db.close();
  }
}
