import { byName } from "./row-text.ts";
import { isFields } from "../map/windows-event.ts";
import type { FileNode } from "./parquet-schema.ts";
import { type IcebergField, type IcebergSchema, type IcebergType, SchemaProblem } from "./table-schema.ts";
import { type Json, readerOfColumn, readerOfConstant, type ReadValue } from "./values.ts";

/** One column of the rows of a file: taken from a column of the file, or the same for every row. NULL columns have no entry. */
export type ProjectedColumn =
  | { readonly name: string; readonly from: string; readonly read: ReadValue }
  | { readonly name: string; readonly value: Json };

/**
 * How to see a file's rows under a table's schema: by field ids, so that renamed columns keep their values and dropped ones never
 * come back under a new column of their old name. A column that the file was written before is NULL, unless the file's partition
 * says its value (`constants`, by field id). Throws SchemaProblem.
 */
export function projectFile(
  schema: IcebergSchema,
  columns: readonly FileNode[],
  constants: ReadonlyMap<number, unknown>,
): readonly ProjectedColumn[] {
  const byId = nodesById(columns);
  return [...schema.fields].sort(byName).flatMap((field): ProjectedColumn[] => {
    const node = byId.get(field.id);
    if (node !== undefined) return [{ name: field.name, from: node.name, read: readerOf(field.type, node) }];
    const constant = constants.get(field.id);
    if (constant === undefined || constant === null || field.type.kind !== "primitive") return [];
    return [{ name: field.name, value: readerOfConstant(field.type)(constant) }];
  });
}

/** Every column of a group is the own property of its values; of this name alone it would not be. */
const unusable = "__proto__";

function nodesById(nodes: readonly FileNode[]): Map<number, FileNode> {
  const byId = new Map<number, FileNode>();
  for (const node of nodes) {
    if (node.id === undefined) continue;
    if (node.name === unusable) throw new SchemaProblem(`the column name ${unusable} cannot be used`);
    if (byId.has(node.id)) throw new SchemaProblem(`two of its columns have the field id ${node.id}`);
    byId.set(node.id, node);
  }
  return byId;
}

function readerOf(type: IcebergType, node: FileNode): ReadValue {
  switch (type.kind) {
    case "primitive":
      return readerOfColumn(type, node.element);
    case "struct":
      return readerOfStruct(type.fields, node);
    case "list": {
      const read = readerOf(type.element.type, elementOf(node));
      return (stored) =>
        Array.isArray(stored) ? stored.map((item: unknown) => (item === null || item === undefined ? null : read(item))) : [];
    }
    case "map": {
      const [key, value] = node.children[0]?.children ?? [];
      if (node.element.converted_type !== "MAP" || key === undefined || value === undefined)
        throw new SchemaProblem(`its column ${node.name} is no map`);
      if (type.key.type.kind !== "primitive" || !["string", "int", "long"].includes(type.key.type.name))
        throw new SchemaProblem(`its column ${node.name} is a map by ${type.key.typeText}`);
      const read = readerOf(type.value.type, value);
      return (stored) =>
        Object.fromEntries(
          Object.entries(stored ?? {}).map(([name, item]) => [name, item === null || item === undefined ? null : read(item)]),
        );
    }
  }
}

function elementOf(list: FileNode): FileNode {
  const [repeated] = list.children;
  if (list.element.converted_type !== "LIST" || repeated === undefined) throw new SchemaProblem(`its column ${list.name} is no list`);
  return repeated.children.length === 1 ? (repeated.children[0] ?? repeated) : repeated;
}

function readerOfStruct(fields: readonly IcebergField[], node: FileNode): ReadValue {
  const byId = nodesById(node.children);
  const parts = [...fields].sort(byName).flatMap((field) => {
    const child = byId.get(field.id);
    return child === undefined ? [] : [{ name: field.name, from: child.name, read: readerOf(field.type, child) }];
  });
  return (stored) => {
    const struct: Record<string, Json> = {};
    if (!isFields(stored)) return struct;
    for (const { name, from, read } of parts) {
      const value = stored[from];
      if (value !== undefined && value !== null) struct[name] = read(value);
    }
    return struct;
  };
}
