import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { testData } from "./test-data.ts";

const ownFacets = join(import.meta.dirname, "../../electron/engine/lineage/facets");
const eventSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

/** What is wrong with an event by OpenLineage's published schemas and our own facets', every facet by the schema it names. */
export type CheckEvent = (event: unknown) => string[];

export function createEventCheck(): CheckEvent {
  const published = testData("schemas", "openlineage");
  if (published === undefined) throw new Error("no OpenLineage schemas");
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  for (const file of [...globSync(join(published, "**/*.json")), ...globSync(join(ownFacets, "*.json"))])
    ajv.addSchema(JSON.parse(readFileSync(file, "utf8")) as object);
  const check = (url: string, value: unknown, where: string): string[] => {
    const validate = ajv.getSchema(url);
    if (validate === undefined) return [`${where}: there is no schema ${url}`];
    return validate(value) === true ? [] : (validate.errors ?? []).map((e) => `${where}${e.instancePath}: ${e.message ?? ""}`);
  };
  return (event) => [...check(eventSchema, event, "event"), ...facetsOf(event).flatMap((f) => check(f.url, { ...f.value }, f.name))];
}

interface Found {
  readonly name: string;
  readonly url: string;
  readonly value: object;
}

/** Every object that names its schema, wherever it stands. */
export function facetsOf(value: unknown, name = ""): Found[] {
  if (typeof value !== "object" || value === null) return [];
  const url = "_schemaURL" in value && typeof value._schemaURL === "string" ? [{ name, url: value._schemaURL, value }] : [];
  return [...url, ...Object.entries(value).flatMap(([key, inner]) => facetsOf(inner, key))];
}
