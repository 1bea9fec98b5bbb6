import { readFileSync } from "node:fs";
import { testData } from "./test-data.ts";

interface Property {
  readonly type: string;
  readonly isRequired: boolean;
}
type Tables = ReadonlyMap<string, ReadonlyMap<string, Property>>;

/** MITRE publishes the layer format as tables of properties in a document; these are they, by the object they describe. */
function readTables(): Tables {
  const path = testData("schemas", "attack-navigator", "layerformat-4.3.md");
  if (path === undefined) throw new Error("no layer format");
  const tables = new Map<string, Map<string, Property>>();
  let current: Map<string, Property> | undefined;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const heading = /^## (.+?)\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      current = new Map();
      tables.set(heading === "Property Table" ? "Layer" : (heading.split(" ")[0] ?? heading), current);
    }
    const [, name, type, required] = /^\| (\w+) \| ([^|]+?) \| (\w+) \|/.exec(line) ?? [];
    if (name !== undefined && type !== undefined && name !== "Name") current?.set(name, { type, isRequired: required === "Yes" });
  }
  return tables;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the published format has against a layer. */
export function problemsOfLayer(layer: unknown): string[] {
  const tables = readTables();
  const check = (table: string, value: unknown, path: string): string[] => {
    const properties = tables.get(table);
    if (properties === undefined || !isObject(value)) return [`${path}: no ${table}`];
    const missing = [...properties]
      .filter(([name, p]) => p.isRequired && value[name] === undefined)
      .map(([name]) => `${path}.${name}: missing`);
    const wrong = Object.entries(value).flatMap(([name, held]) => {
      const property = properties.get(name);
      return property === undefined ? [`${path}.${name}: unknown`] : checkType(property.type, held, `${path}.${name}`);
    });
    return [...missing, ...wrong];
  };
  const checkType = (type: string, held: unknown, path: string): string[] => {
    const list = /^Array of (\w+)/.exec(type)?.[1];
    if (list !== undefined)
      return Array.isArray(held) ? held.flatMap((one, i) => checkType(list, one, `${path}.${i}`)) : [`${path}: no list`];
    const simple = type.toLowerCase();
    if (["string", "number", "boolean"].includes(simple)) return typeof held === simple ? [] : [`${path}: no ${simple}`];
    return check(type.split(" ")[0] ?? type, held, path);
  };
  return check("Layer", layer, "layer");
}
