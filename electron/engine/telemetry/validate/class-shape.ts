import type { Column, OcsfClass } from "../../../../shared/domain/ocsf.ts";
import { fills } from "../../../../shared/domain/ocsf/fills.ts";
import { classRules } from "../../../../shared/domain/ocsf/class-rules.ts";
import { objectRules } from "../../../../shared/domain/ocsf/object-rules.ts";
import type { ShapeRules } from "../../../../shared/domain/ocsf/shape-rules.ts";

/** An attribute's kind as shape-rules.ts has it, taken apart. */
export interface FieldKind {
  readonly type: string;
  readonly isList: boolean;
  /** Ranges of an enumeration's values. */
  readonly values: readonly (readonly [from: number, to: number])[] | undefined;
  readonly profiles: readonly string[];
}

export function readKind(text: string): FieldKind {
  const [head = "", ...rest] = text.split(" ");
  const values = rest.find((part) => !part.startsWith("@"));
  const profiles = rest.find((part) => part.startsWith("@"));
  return {
    type: head.replace("[]", ""),
    isList: head.endsWith("[]"),
    values: values?.split(",").map((range) => {
      const [from = "", to = from] = range.split("-");
      return [Number(from), Number(to)];
    }),
    profiles: profiles === undefined ? [] : profiles.slice(1).split(","),
  };
}

/** One attribute of a class as its columns can fill it: an object with attributes of its own, or a value in columns. */
export interface Node {
  readonly path: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** The list it lies in, or is, holds several values joined into one text. */
  readonly isJoined: boolean;
  readonly rules: ShapeRules | undefined;
  readonly children: Map<string, Node>;
  readonly columns: Column[];
}

/** The event as a tree of the attributes that have columns, or that a fill may bring about. */
export function shapeOf(ocsfClass: OcsfClass): Node {
  const rules = classRules[ocsfClass.name];
  const root = newNode("", "event", { type: "event", isList: false, values: undefined, profiles: [] }, false, rules);
  for (const column of ocsfClass.columns) {
    const path = column.source?.kind === "none" ? undefined : (column.source?.path ?? column.path);
    if (path === undefined || column.source?.kind === "count") continue;
    let node = root;
    const parts = column.source?.kind === "hash" ? [...path.split("."), "value"] : path.split(".");
    for (const part of parts) node = childOf(node, part);
    node.columns.push(column);
  }
  for (const name of rules.required ?? []) childOf(root, name);
  for (const name of Object.keys(fills["event"] ?? {})) if (rules.fields[name] !== undefined) childOf(root, name);
  return root;
}

function childOf(parent: Node, name: string): Node {
  const found = parent.children.get(name);
  if (found !== undefined) return found;
  const text = parent.rules?.fields[name];
  if (text === undefined) throw new Error(`OCSF has no attribute ${parent.path}.${name}`);
  const kind = readKind(text);
  const path = parent.path === "" ? name : `${parent.path}.${name}`;
  const node = newNode(
    path,
    name,
    kind,
    parent.isJoined || kind.isList,
    Object.hasOwn(objectRules, kind.type) ? objectRules[kind.type] : undefined,
  );
  parent.children.set(name, node);
  return node;
}

const newNode = (path: string, name: string, kind: FieldKind, isJoined: boolean, rules: ShapeRules | undefined): Node => ({
  path,
  name,
  kind,
  isJoined,
  rules,
  children: new Map(),
  columns: [],
});
