import type { FileMetaData, SchemaElement } from "hyparquet";
import { SchemaProblem } from "./table-schema.ts";
import { icebergLimits } from "./limits.ts";

/** A node of a Parquet file's schema. */
export interface FileNode {
  readonly name: string;
  readonly id: number | undefined;
  readonly element: SchemaElement;
  readonly children: readonly FileNode[];
}

/** The top-level columns of a file. Throws SchemaProblem when the list of elements is no tree. */
export function fileColumns({ schema }: FileMetaData): readonly FileNode[] {
  let at = 0;
  const next = (depth: number): FileNode => {
    const element = schema[at];
    if (element === undefined || depth > icebergLimits.depth || at > icebergLimits.fields * 3)
      throw new SchemaProblem("its Parquet schema is damaged");
    at += 1;
    const children: FileNode[] = [];
    for (let i = 0; i < (element.num_children ?? 0); i++) children.push(next(depth + 1));
    return { name: element.name, id: element.field_id, element, children };
  };
  return next(0).children;
}

export const hasFieldIds = (columns: readonly FileNode[]): boolean =>
  columns.some((column) => column.id !== undefined || hasFieldIds(column.children));

/**
 * The metadata without the annotations that make the reader convert values, which would lose digits of decimals and times:
 * only text stays marked as text.
 */
export function asStored(metadata: FileMetaData): FileMetaData {
  return {
    ...metadata,
    schema: metadata.schema.map((element) => {
      if (element.num_children !== undefined && element.num_children > 0) return element;
      const { converted_type: converted, logical_type: logical, ...bare } = element;
      const isText = converted === "UTF8" || logical?.type === "STRING";
      return isText ? { ...bare, converted_type: "UTF8" } : bare;
    }),
  };
}
