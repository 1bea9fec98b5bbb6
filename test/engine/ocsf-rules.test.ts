import { describe, expect, it } from "vitest";
import { ocsfClasses, ocsfVersion } from "../../shared/domain/ocsf.ts";
import { classRules, requiredByProfile, requiredOfAll } from "../../shared/domain/ocsf/class-rules.ts";
import { fills, fillsAt } from "../../shared/domain/ocsf/fills.ts";
import { objectRules } from "../../shared/domain/ocsf/object-rules.ts";
import type { ShapeRules } from "../../shared/domain/ocsf/shape-rules.ts";
import { readKind, shapeOf, type Node } from "../../electron/engine/telemetry/validate/class-shape.ts";
import { compiledSchema, type SchemaAttribute, type SchemaShape } from "../unit-support/ocsf-schema.ts";
import { noTestData } from "../unit-support/test-data.ts";

const requiredIn = (shape: SchemaShape): string[] =>
  Object.entries(shape.attributes)
    .filter(([, a]) => a.requirement === "required" && (a.profiles ?? null) === null)
    .map(([name]) => name)
    .toSorted();

/** How the rules should write an attribute of the schema. */
function written(attribute: SchemaAttribute): object {
  const values = Object.keys(attribute.enum ?? {}).map(Number);
  return {
    type: attribute.type === "object_t" ? attribute.object_type : attribute.type,
    isList: attribute.is_array === true,
    values: values.length === 0 || values.some(Number.isNaN) ? undefined : values.toSorted((a, b) => a - b),
    profiles: attribute.profiles ?? [],
  };
}

function ours(text: string): object {
  const { values, ...kind } = readKind(text);
  return { ...kind, values: values?.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)) };
}

function compare(rules: ShapeRules, shape: SchemaShape, common: readonly string[]): void {
  expect([...common, ...(rules.required ?? [])].toSorted()).toEqual(requiredIn(shape));
  expect(rules.oneOf).toEqual(shape.constraints?.at_least_one);
  expect(shape.constraints?.just_one).toBeUndefined();
  for (const [name, text] of Object.entries(rules.fields)) {
    const attribute = shape.attributes[name];
    expect(attribute === undefined ? name : ours(text), name).toEqual(attribute === undefined ? undefined : written(attribute));
  }
}

const nodes = (node: Node): Node[] => [node, ...[...node.children.values()].flatMap(nodes)];

describe.skipIf(noTestData("telemetry", "ocsf", "schema"))(`the rules against the compiled OCSF ${ocsfVersion} schema`, () => {
  const schema = compiledSchema(ocsfVersion);

  it.each(Object.entries(classRules))("ask of %s what the schema asks, attribute by attribute", (name, rules) => {
    const shape = schema?.classes[name];
    expect(shape).toBeDefined();
    if (shape !== undefined) compare(rules, shape, requiredOfAll);
  });

  it.each(Object.entries(objectRules))("ask of the object %s what the schema asks", (name, rules) => {
    const shape = schema?.objects[name];
    expect(shape).toBeDefined();
    if (shape !== undefined) compare(rules, shape, []);
  });

  it("know what the profiles that are used require", () => {
    const used = new Set(Object.values(classRules).flatMap((r) => Object.values(r.fields).flatMap((f) => readKind(f).profiles)));
    const required = [...used].flatMap((profile) => {
      const of = Object.values(classRules).flatMap((_, i) =>
        Object.entries(schema?.classes[Object.keys(classRules)[i] ?? ""]?.attributes ?? {}),
      );
      const names = of.filter(([, a]) => a.requirement === "required" && a.profiles?.includes(profile) === true).map(([n]) => n);
      return names.length === 0 ? [] : [[profile, [...new Set(names)]]];
    });
    expect(Object.fromEntries(required)).toEqual(requiredByProfile);
  });

  it("fill nothing that the schema does not have", () => {
    for (const [kind, entries] of Object.entries(fills))
      for (const name of Object.keys(entries)) {
        const has =
          kind === "event"
            ? Object.values(classRules).some((r) => name in r.fields)
            : schema?.objects[kind]?.attributes[name] !== undefined;
        expect(has, `${kind}.${name}`).toBe(true);
      }
    expect(Object.keys(fillsAt)).toEqual(["logon_process"]);
  });
});

describe("the rules", () => {
  it.each(ocsfClasses.map((c) => [c.name, c] as const))("have a kind for every column of %s", (_name, c) => {
    const placed = nodes(shapeOf(c)).flatMap((n) => n.columns.map((column) => column.name));
    const wanted = c.columns.filter(
      (column) => column.path !== undefined && column.source?.kind !== "none" && column.source?.kind !== "count",
    );
    expect(placed.toSorted()).toEqual(wanted.map((column) => column.name).toSorted());
  });
});
