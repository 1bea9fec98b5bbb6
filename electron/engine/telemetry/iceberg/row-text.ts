import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import type { IcebergField, IcebergSchema, IcebergType } from "./table-schema.ts";
import type { Json } from "./values.ts";

/** A row under the table's schema, without its NULLs; its names are in canonical order. */
export type TableRow = Readonly<Record<string, Json>>;

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** Names that an object puts before all others, whatever the order they come in. */
const isIndex = (name: string): boolean => /^\d+$/.test(name);

const mayReorder = (type: IcebergType): boolean =>
  type.kind === "map" ||
  (type.kind === "struct" && type.fields.some(fieldMayReorder)) ||
  (type.kind === "list" && mayReorder(type.element.type));

const fieldMayReorder = ({ name, type }: IcebergField): boolean => isIndex(name) || mayReorder(type);

/** How a schema's rows become canonical JSON: plainly, as their names are sorted already, where no name upsets that. */
export const rowTextOf = (schema: IcebergSchema): ((row: TableRow) => string) =>
  schema.fields.some(fieldMayReorder) ? canonicalJson : (row) => JSON.stringify(row);
