import type { EntityRef, OverrideInput } from "../../../shared/contract/entities.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { DecisionBook } from "../decisions/decision-book.ts";
import type { DecisionKind, Facts } from "../decisions/decision-kind.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute } from "../sqlite/statement.ts";
import { entityCalled, entityRef, recordCalled, rowIdsOf } from "../resolution/find-entity.ts";
import { currentPartition, type Partition } from "../resolution/partition.ts";
import { OverrideBody } from "../resolution/rulings.ts";

const putSql = loadText(import.meta.url, "entity-override-put.sql");
const undoSql = loadText(import.meta.url, "entity-override-undo.sql");
const clearSql = loadText(import.meta.url, "entity-override-clear.sql");

const decisionKind = "entity.override";

export interface OverrideResult {
  readonly decision: string;
  readonly version: number;
  /** Entities that are other than before. */
  readonly touched: EntityRef[];
}

interface Named {
  readonly rows: readonly string[];
  readonly label: string;
  readonly type: string;
  /** The entity asked for, or the one of the record. */
  readonly entity: string;
  readonly isRecord: boolean;
}

/** The rows that an entity's or a record's id, or an identifier that one entity has, stands for. Throws `not-found` or `bad-input`. */
function named(db: Database, id: string): Named {
  const entity = entityRef(db, id);
  if (entity !== undefined)
    return { rows: rowIdsOf(db, entity.id), label: entity.label, type: entity.type, entity: entity.id, isRecord: false };
  const record = recordCalled(db, id);
  if (record === undefined) return named(db, entityCalled(db, id, nowUs()).id);
  return { rows: [record.row], label: record.label, type: record.type, entity: record.entity, isRecord: true };
}

const nothing = { a: [], b: [], key: null, owner: null, level: null };

function pairBody(db: Database, change: Extract<OverrideInput, { op: "must-link" | "cannot-link" }>): OverrideBody {
  const asked = [named(db, change.a), named(db, change.b)] as const;
  // Of an entity and one of its records, its other records are meant.
  const [one, b] = asked[0].isRecord && !asked[1].isRecord && asked[0].entity === asked[1].entity ? [asked[1], asked[0]] : asked;
  const a = one.entity === b.entity && !one.isRecord && b.isRecord ? { ...one, rows: one.rows.filter((row) => row !== b.rows[0]) } : one;
  if (a.type !== b.type)
    throw new AppError("bad-input", `${a.label} is a ${a.type}, ${b.label} a ${b.type}: those are linked, never merged`);
  const isOne = change.op === "must-link";
  const isOfTwo = b.isRecord && a.rows.length > 0 && !a.rows.includes(b.rows[0] ?? "") && (a.isRecord || !isOne);
  if (a.entity === b.entity && !isOfTwo)
    throw new AppError("conflict", isOne ? "they are one already" : "name two of its records to take them apart", { field: "b" });
  const text = isOne ? `${a.label} and ${b.label} are one` : `${a.label} and ${b.label} are not one`;
  return { ...nothing, op: change.op, why: change.why, text, a: [...a.rows], b: [...b.rows] };
}

function splitBody(db: Database, change: Extract<OverrideInput, { op: "split" }>): OverrideBody {
  const whole = named(db, change.entity);
  const out = new Set(change.records.flatMap((id) => named(db, id).rows));
  const stay = whole.rows.filter((row) => !out.has(row));
  if ([...out].some((row) => !whole.rows.includes(row)))
    throw new AppError("bad-input", `not all of the records are ${whole.label}'s`, { field: "records" });
  if (stay.length === 0) throw new AppError("bad-input", "leave at least one record in it", { field: "records" });
  const text = `${out.size} of ${whole.rows.length} records are not ${whole.label}`;
  return { ...nothing, op: "split", why: change.why, text, a: [...out], b: stay };
}

function toBody(db: Database, change: OverrideInput): OverrideBody {
  const { why } = change;
  switch (change.op) {
    case "must-link":
    case "cannot-link":
      return pairBody(db, change);
    case "split":
      return splitBody(db, change);
    case "generic":
    case "not-generic":
      return {
        ...nothing,
        op: change.op,
        why,
        key: change.key,
        text: `${change.key} ${change.op === "generic" ? "tells nobody from others" : "tells who it is"}`,
      };
    case "owner": {
      const { rows, label } = named(db, change.entity);
      return { ...nothing, op: "owner", why, a: [...rows], owner: change.owner, text: `${label} belongs to ${change.owner}` };
    }
    case "criticality": {
      const { rows, label } = named(db, change.entity);
      return {
        ...nothing,
        op: "criticality",
        why,
        a: [...rows],
        level: change.level,
        text: `the criticality of ${label} is ${change.level}`,
      };
    }
  }
}

const currentRef = (db: Database, ids: readonly string[]): EntityRef[] => ids.flatMap((id) => entityRef(db, id) ?? []).slice(0, 100);

function settled(db: Database): Partition {
  const partition = currentPartition(db);
  if (partition === undefined) throw new AppError("workspace-locked", "this workspace is open read-only; close the other Quarry first");
  return partition;
}

/** Records a person's decision and resolves what it touches again. Throws AppError when it says nothing new or cannot be. */
export function decideOverride(db: Database, book: DecisionBook, change: OverrideInput, actor: string): OverrideResult {
  settled(db);
  return book.record(decisionKind, actor, toBody(db, change), ({ id }) => {
    const { number, changed } = settled(db);
    return { decision: id, version: number, touched: currentRef(db, changed) };
  });
}

const linking = new Set<OverrideBody["op"]>(["must-link", "cannot-link", "split"]);

/**
 * What is said of an entity is said of the records it had then. So what joined or parted those stays as long as something later was said of them; what is
 * said of an identifier, an owner or a rating stands for itself.
 */
function factsOf({ op, a, b }: OverrideBody): Facts {
  const records = [...new Set([...a, ...b])].map((row) => `records of ${row}`);
  return { alters: linking.has(op) ? records : [], madeOn: records };
}

/** Decisions about entities: stored is which there are and which of them count; what they resolve to is found again when it is next asked for. */
export function overrideKind(db: Database, tell: () => void): DecisionKind {
  const bodyOf = ({ body }: Decision): OverrideBody => OverrideBody.parse(body);
  return {
    kind: decisionKind,
    describe: (decision) => bodyOf(decision).text,
    place: (decision) => {
      const { a, b, key } = bodyOf(decision);
      const [row = ""] = [...a, ...b];
      return { screen: "entity", id: key ?? recordCalled(db, row)?.entity ?? row };
    },
    facts: (decision) => factsOf(bodyOf(decision)),
    apply: (decision) => {
      const body = bodyOf(decision);
      execute(db, putSql, { decision: decision.id, op: body.op, body: canonicalJson(body) });
    },
    revert: ({ id }) => void execute(db, undoSql, { decision: id }),
    clear: () => void execute(db, clearSql),
    tell,
  };
}
