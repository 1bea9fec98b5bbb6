import { z } from "zod";
import { icebergLimits } from "./limits.ts";
import type { FileNode } from "./parquet-schema.ts";
import { SchemaProblem } from "./table-schema.ts";

interface MappedField {
  readonly "field-id"?: number | undefined;
  readonly names: readonly string[];
  readonly fields?: readonly MappedField[] | undefined;
}

const MappedField: z.ZodType<MappedField> = z.lazy(() =>
  z.object({ "field-id": z.number().int().optional(), names: z.array(z.string()), fields: z.array(MappedField).optional() }),
);

/** Gives the columns of a file that was written without field ids the ids of the table's name mapping; names it lacks have none. */
export function withMappedIds(columns: readonly FileNode[], mapping: string): readonly FileNode[] {
  try {
    return assign(columns, z.array(MappedField).max(icebergLimits.fields).parse(JSON.parse(mapping)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || error instanceof RangeError)
      throw new SchemaProblem("the table's name mapping is not valid");
    throw error;
  }
}

function assign(nodes: readonly FileNode[], fields: readonly MappedField[]): readonly FileNode[] {
  return nodes.map((node) => {
    const found = fields.find((f) => f.names.includes(node.name));
    // The groups that Parquet puts around elements, keys and values have no entry of their own.
    const below = found?.fields ?? (found === undefined ? fields : []);
    return { ...node, id: found?.["field-id"], children: assign(node.children, below) };
  });
}
