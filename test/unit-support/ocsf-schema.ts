import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { testData } from "./test-data.ts";

const Attribute = z.object({
  type: z.string(),
  object_type: z.string().optional(),
  is_array: z.boolean().optional(),
  requirement: z.string().optional(),
  profiles: z.array(z.string()).nullish(),
  enum: z.record(z.string(), z.unknown()).optional(),
});
const Shape = z.object({
  attributes: z.record(z.string(), Attribute),
  constraints: z.object({ at_least_one: z.array(z.string()).optional(), just_one: z.array(z.string()).optional() }).nullish(),
});
const Type = z.object({
  regex: z.string().optional(),
  range: z.array(z.number()).optional(),
  max_len: z.number().optional(),
  type: z.string().optional(),
});
const CompiledSchema = z.object({
  version: z.string(),
  classes: z.record(z.string(), Shape.extend({ uid: z.number(), category_uid: z.number() })),
  objects: z.record(z.string(), Shape),
  dictionary: z.object({ types: z.object({ attributes: z.record(z.string(), Type) }) }),
});
export type CompiledSchema = z.infer<typeof CompiledSchema>;
export type SchemaShape = z.infer<typeof Shape>;
export type SchemaAttribute = z.infer<typeof Attribute>;

export function compiledSchema(version: string): CompiledSchema | undefined {
  const path = testData("telemetry", "ocsf", "schema", `schema-${version}-compiled.json.gz`);
  return path === undefined ? undefined : CompiledSchema.parse(asCompiled(JSON.parse(gunzipSync(readFileSync(path)).toString("utf8"))));
}

/** Schemas before 1.8 were compiled by another tool: null for what is not there, one profile by name, types at the top. */
function asCompiled(raw: unknown): unknown {
  const text = JSON.stringify(raw, (key, value: unknown) => (value === null && key !== "profiles" ? undefined : value));
  const schema = z.looseObject({ types: z.unknown(), dictionary: z.unknown() }).partial().parse(JSON.parse(text));
  if (schema.dictionary !== undefined) return schema;
  const OldShape = z.looseObject({
    attributes: z.record(z.string(), z.looseObject({ profile: z.string().optional(), object_type: z.string().optional() })),
  });
  const renew = (shapes: unknown): unknown =>
    Object.fromEntries(
      Object.entries(z.record(z.string(), OldShape).parse(shapes)).map(([name, shape]) => [
        name,
        {
          ...shape,
          category_uid: shape["category_uid"] ?? 0,
          attributes: Object.fromEntries(
            Object.entries(shape.attributes).map(([key, a]) => [
              key,
              {
                ...a,
                ...(a.object_type === undefined ? {} : { type: "object_t" }),
                ...(a.profile === undefined ? {} : { profiles: [a.profile] }),
              },
            ]),
          ),
        },
      ]),
    );
  return {
    ...schema,
    classes: renew(schema["classes"]),
    objects: renew(schema["objects"]),
    dictionary: { types: { attributes: schema.types } },
  };
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Everything the compiled schema has against an event, as `path: what`; written from the schema alone, so that it can be
 * held against the rules the product carries.
 */
export function problemsOf(schema: CompiledSchema, className: string, event: Json): readonly string[] {
  const shape = schema.classes[className];
  if (shape === undefined) return [`: no class ${className}`];
  const metadata = event["metadata"];
  const declared = isObject(metadata) && Array.isArray(metadata["profiles"]) ? metadata["profiles"].map(String) : [];
  const found = new Set<string>();
  new Walk(schema, new Set(declared), found).object(shape, event, "");
  return [...found].toSorted();
}

class Walk {
  readonly #schema: CompiledSchema;
  readonly #profiles: ReadonlySet<string>;
  readonly #found: Set<string>;

  constructor(schema: CompiledSchema, profiles: ReadonlySet<string>, found: Set<string>) {
    this.#schema = schema;
    this.#profiles = profiles;
    this.#found = found;
  }

  object(shape: SchemaShape, value: Json, path: string): void {
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    for (const [name, attribute] of Object.entries(shape.attributes)) {
      const applies =
        attribute.profiles === undefined || attribute.profiles === null || attribute.profiles.some((p) => this.#profiles.has(p));
      if (applies && attribute.requirement === "required" && value[name] === undefined) this.#found.add(`${at(name)}: missing`);
      if (!applies && value[name] !== undefined) this.#found.add(`${at(name)}: of a profile that is not declared`);
    }
    for (const [name, held] of Object.entries(value)) {
      const attribute = shape.attributes[name];
      if (attribute === undefined) this.#found.add(`${at(name)}: unknown`);
      else if (held !== undefined) this.#attribute(attribute, held, at(name));
    }
    const { at_least_one: oneOf, just_one: justOne } = shape.constraints ?? {};
    if (oneOf !== undefined && !oneOf.some((name) => value[name] !== undefined)) this.#found.add(`${path}: none of ${oneOf.join(", ")}`);
    if (justOne !== undefined && justOne.filter((name) => value[name] !== undefined).length !== 1) this.#found.add(`${path}: not just one`);
  }

  #attribute(attribute: SchemaAttribute, held: unknown, path: string): void {
    if (attribute.is_array === true) {
      if (Array.isArray(held)) for (const item of held) this.#value(attribute, item, path);
      else this.#found.add(`${path}: no list`);
    } else this.#value(attribute, held, path);
  }

  #value(attribute: SchemaAttribute, held: unknown, path: string): void {
    if (attribute.object_type === "object") return;
    if (attribute.type === "object_t") {
      const shape = this.#schema.objects[attribute.object_type ?? ""];
      if (shape === undefined || !isObject(held)) this.#found.add(`${path}: no object`);
      else this.object(shape, held, path);
      return;
    }
    if (!this.#isOf(attribute.type, held)) this.#found.add(`${path}: wrong value`);
    else if (attribute.enum !== undefined && !(String(held) in attribute.enum) && attribute.type !== "string_t")
      this.#found.add(`${path}: wrong value`);
  }

  #isOf(typeName: string, held: unknown): boolean {
    const type = this.#schema.dictionary.types.attributes[typeName];
    const base = type?.type ?? typeName;
    if (typeName === "json_t") return true;
    if (base === "boolean_t") return typeof held === "boolean";
    if (base === "integer_t" || base === "long_t" || base === "timestamp_t" || base === "float_t") {
      if (typeof held !== "number" || (base !== "float_t" && !Number.isInteger(held))) return false;
      return type?.range === undefined || (held >= (type.range[0] ?? 0) && held <= (type.range[1] ?? 0));
    }
    if (typeof held !== "string") return false;
    if (type?.max_len !== undefined && held.length > type.max_len) return false;
    return type?.regex === undefined || new RegExp(type.regex).test(held);
  }
}
