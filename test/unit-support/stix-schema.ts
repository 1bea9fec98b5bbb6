import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { testData } from "./test-data.ts";

const base = "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas";
const folders = ["observables", "sdos", "sros"] as const;

/** What the schemas of OASIS have against a STIX 2.1 object of any type; an object of a type they do not have is refused. */
export function createStixCheck(): (object: { readonly type: string }) => string[] {
  const published = testData("schemas", "stix2.1");
  if (published === undefined) throw new Error("no STIX schemas");
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  ajv.addFormat("idn-hostname", /^[^\s/\\]+$/u);
  for (const file of globSync(join(published, "**/*.json"))) ajv.addSchema(JSON.parse(readFileSync(file, "utf8")) as object);
  return (object) => {
    const { type } = object;
    const place = type === "bundle" ? "common" : folders.find((folder) => ajv.getSchema(`${base}/${folder}/${type}.json`));
    const validate = place === undefined ? undefined : ajv.getSchema(`${base}/${place}/${type}.json`);
    if (validate === undefined) return [`${type}: there is no schema`];
    return validate(object) === true ? [] : (validate.errors ?? []).map((e) => `${type}${e.instancePath}: ${e.message ?? ""}`);
  };
}
