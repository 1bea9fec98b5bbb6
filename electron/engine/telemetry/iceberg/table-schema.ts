import { z } from "zod";
import { icebergLimits } from "./limits.ts";

export type IcebergType = PrimitiveType | StructType | ListType | MapType;

/** A primitive by its base name; `decimal` with its scale. */
export interface PrimitiveType {
  readonly kind: "primitive";
  readonly name: PrimitiveName;
  readonly scale: number;
}
export interface StructType {
  readonly kind: "struct";
  readonly fields: readonly IcebergField[];
}
export interface ListType {
  readonly kind: "list";
  readonly element: IcebergField;
}
export interface MapType {
  readonly kind: "map";
  readonly key: IcebergField;
  readonly value: IcebergField;
}

export interface IcebergField {
  readonly id: number;
  readonly name: string;
  readonly required: boolean;
  readonly type: IcebergType;
  /** As the metadata write it, for people. */
  readonly typeText: string;
}

export interface IcebergSchema {
  readonly id: number;
  readonly fields: readonly IcebergField[];
}

const primitiveNames = [
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "decimal",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "string",
  "uuid",
  "fixed",
  "binary",
] as const;
export type PrimitiveName = (typeof primitiveNames)[number];

const FieldId = z.number().int();
const RawField = z.object({ id: FieldId, name: z.string().min(1).max(1000), required: z.boolean().default(false), type: z.unknown() });
const RawStruct = z.object({ type: z.literal("struct"), fields: z.array(RawField).max(icebergLimits.fields) });
const RawList = z.object({ type: z.literal("list"), "element-id": FieldId, element: z.unknown() });
const RawMap = z.object({ type: z.literal("map"), "key-id": FieldId, key: z.unknown(), "value-id": FieldId, value: z.unknown() });
export const RawSchema = RawStruct.extend({ "schema-id": z.number().int().default(0) });

/** Why a schema cannot be used. */
export class SchemaProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SchemaProblem";
  }
}

/** Throws SchemaProblem for unknown types (a newer format's), ids or names given twice, and too much of anything. */
export function parseSchema(raw: z.infer<typeof RawSchema>): IcebergSchema {
  return { id: raw["schema-id"], fields: new SchemaParser().fields(raw.fields, 0) };
}

class SchemaParser {
  readonly #ids = new Set<number>();

  fields(raw: readonly z.infer<typeof RawField>[], depth: number): IcebergField[] {
    const names = new Set<string>();
    return raw.map(({ id, name, required, type }) => {
      if (names.has(name) || name === "__proto__") throw new SchemaProblem(`the column name ${name} cannot be used`);
      names.add(name);
      return this.#field(id, name, required, type, depth);
    });
  }

  #field(id: number, name: string, required: boolean, type: unknown, depth: number): IcebergField {
    if (this.#ids.has(id)) throw new SchemaProblem(`the field id ${id} is given twice`);
    this.#ids.add(id);
    if (this.#ids.size > icebergLimits.fields || depth > icebergLimits.depth) throw new SchemaProblem("it is too large");
    return { id, name, required, type: this.#type(type, depth), typeText: typeof type === "string" ? type : kindText(type) };
  }

  #type(raw: unknown, depth: number): IcebergType {
    if (typeof raw === "string") return primitive(raw);
    const parsed = z.union([RawStruct, RawList, RawMap]).safeParse(raw);
    if (!parsed.success) throw new SchemaProblem(`the type ${kindText(raw)} is not known`);
    const { data } = parsed;
    if (data.type === "struct") return { kind: "struct", fields: this.fields(data.fields, depth + 1) };
    if (data.type === "list") return { kind: "list", element: this.#field(data["element-id"], "element", false, data.element, depth + 1) };
    return {
      kind: "map",
      key: this.#field(data["key-id"], "key", true, data.key, depth + 1),
      value: this.#field(data["value-id"], "value", false, data.value, depth + 1),
    };
  }
}

function kindText(raw: unknown): string {
  const type = z.object({ type: z.string() }).safeParse(raw).data?.type;
  return (type ?? String(JSON.stringify(raw))).slice(0, 60);
}

function primitive(text: string): PrimitiveType {
  const decimal = /^decimal\(\s*\d{1,2}\s*,\s*(\d{1,2})\s*\)$/.exec(text);
  if (decimal !== null) return { kind: "primitive", name: "decimal", scale: Number(decimal[1]) };
  const base = /^fixed\[\d{1,9}\]$/.test(text) ? "fixed" : text;
  const name = primitiveNames.find((known) => known === base && known !== "decimal");
  if (name === undefined) throw new SchemaProblem(`the type ${text.slice(0, 60)} is not known`);
  return { kind: "primitive", name, scale: 0 };
}
