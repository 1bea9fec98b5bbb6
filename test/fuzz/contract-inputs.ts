import fc from "fast-check";
import { z } from "zod";
import { hostileValue } from "./mutate.ts";

/** The part of JSON Schema that zod writes for what goes in. */
const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string()).transform(([first]) => first)]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
);
interface Schema {
  readonly [key: string]: unknown;
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const limit = 2 ** 53 - 1;

function valuesOf(schema: Schema, words: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined && either.length > 0) return fc.oneof(...either.map((one) => valuesOf(one, words)));
  if (schema.allOf?.[0] !== undefined) return valuesOf(schema.allOf[0], words);
  if (schema.enum !== undefined && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  if ("const" in schema && schema.const !== undefined) return fc.constant(schema.const);
  const range = { min: Math.max(schema.minimum ?? -limit, -limit), max: Math.min(schema.maximum ?? limit, limit) };
  switch (schema.type) {
    case "string":
      return words;
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "integer":
      return fc.oneof(fc.integer({ min: Math.ceil(range.min), max: Math.floor(range.max) }), fc.constantFrom(range.min, range.max, 0, 1));
    case "number":
      return fc.double({ ...range, noNaN: true });
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, words), { maxLength: 3 });
    case "object":
      return objectsOf(schema, words);
    case undefined:
    default:
      return hostileValue;
  }
}

function objectsOf({ properties = {}, required = [], additionalProperties }: Schema, words: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).map(([name, part]) => [name, valuesOf(part, words)] as const);
  const listed = fc.record(Object.fromEntries(entries), {
    requiredKeys: required.filter((name) => Object.hasOwn(properties, name)),
    noNullPrototype: true,
  });
  if (typeof additionalProperties !== "object" || entries.length > 0) return listed;
  return fc.dictionary(words, valuesOf(additionalProperties, words), { maxKeys: 3, noNullPrototype: true });
}

/** Inputs that a request's schema allows, of `known` names and hostile ones; one in five has a part that it does not allow. */
export function inputsOf(input: z.ZodType, known: readonly string[]): fc.Arbitrary<unknown> {
  const schema = Schema.parse(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }));
  const hostileWords = fc.constantFrom(
    "",
    " ",
    "__proto__",
    "constructor",
    "a\0b",
    "\ud800",
    "../x",
    "%",
    "'",
    '"',
    "x".repeat(300),
    "*",
    "\u202e",
  );
  const words = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: hostileWords },
    fc.string({ maxLength: 20 }),
  );
  const allowed = valuesOf(schema, words);
  return fc.oneof(
    { weight: 4, arbitrary: allowed },
    fc
      .tuple(allowed, fc.string({ maxLength: 8 }), hostileValue)
      .map(([value, name, part]) => (typeof value === "object" ? { ...value, [name]: part } : part)),
  );
}
