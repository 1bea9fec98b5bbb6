import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Column, type ColumnType, ocsfClasses, ocsfVersion } from "../../shared/domain/ocsf.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { fixture } from "./telemetry-support.ts";

const Attribute = z.object({
  type: z.string(),
  object_type: z.string().optional(),
  is_array: z.boolean().optional(),
  enum: z.record(z.string(), z.unknown()).optional(),
});
const Shape = z.object({ attributes: z.record(z.string(), Attribute) });
const OcsfSchema = z.object({
  version: z.string(),
  classes: z.record(z.string(), Shape.extend({ uid: z.number(), category_uid: z.number(), caption: z.string() })),
  objects: z.record(z.string(), Shape),
});
type OcsfSchema = z.infer<typeof OcsfSchema>;

const Golden = z.object({ rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) });

/** Columns that are not simply an OCSF attribute, with the reason. Anything else must exist in the schema as it is named here. */
const deviations: Readonly<Record<string, string>> = {
  "*.hash_md5": "fingerprints are a list in OCSF; one column per algorithm can be joined and compared",
  "*.hash_sha1": "as hash_md5",
  "*.hash_sha256": "as hash_md5",
  "*.hash_imphash": "as hash_md5",
  "*.file.product_name": "file.product is an object of which only the name is kept",
  "*.file.signature_state": "file.signature is an object of which only the state is kept",
  "tls.ja3_hash": "a fingerprint object; only its value is kept",
  "tls.ja3s_hash": "a fingerprint object; only its value is kept",
  "tls.certificate.fingerprint": "a list of fingerprints; only the values are kept",
  "tls.certificate.sans": "a list of objects; only the names are kept",
  "query.registered_domain": "the name below the public suffix, which SQL cannot find; worked out on import",
  is_proxied: "OCSF tells a proxied request by its proxy_ attributes; a flag is what a query can use",
  "answers.count": "the number of answers, which a joined list no longer tells",
  "answers.ttl_min": "the least of the answers' lifetimes",
  "script.content": "script.script_content is an object that also holds a size",
  "evidences.*": "a list of which the first piece is kept: joined addresses cannot be looked up",
  requested_permissions: "an access mask, read by people in hexadecimal",
  call_trace: "OCSF has no attribute for the stack of an access; detection needs it",
};

/** Types that hold every value of an OCSF type. `duration` is a double since sources measure fractions of milliseconds. */
const fitting: Readonly<Record<string, readonly ColumnType[]>> = {
  integer_t: ["int32", "int64"],
  long_t: ["int64", "double"],
  port_t: ["int32"],
  float_t: ["double"],
  boolean_t: ["boolean"],
  timestamp_t: ["timestamp"],
};
const textTypes = new Set(
  "string_t ip_t hostname_t username_t file_name_t file_path_t process_name_t email_t mac_t url_t uuid_t file_hash_t resource_uid_t subnet_t json_t reg_key_path_t".split(
    " ",
  ),
);

const deviationOf = (path: string): string | undefined =>
  Object.keys(deviations).find((key) =>
    key.startsWith("*") ? path.endsWith(key.slice(1)) : key.endsWith("*") ? path.startsWith(key.slice(0, -1)) : key === path,
  );

/** The attribute at a dotted path of a class, or the path's first part that does not exist. */
function resolve(schema: OcsfSchema, className: string, path: string): z.infer<typeof Attribute> | string {
  let shape: z.infer<typeof Shape> | undefined = schema.classes[className];
  let attribute: z.infer<typeof Attribute> | undefined;
  for (const part of path.split(".")) {
    attribute = shape?.attributes[part];
    if (attribute === undefined) return part;
    shape = attribute.object_type === undefined ? undefined : schema.objects[attribute.object_type];
  }
  return attribute ?? path;
}

function problemOf(schema: OcsfSchema, className: string, column: Column): string | undefined {
  const { path, source, type } = column;
  if (path === undefined) return undefined;
  if (source !== undefined && deviationOf(path) === undefined) return "is read from elsewhere without a reason in the table";
  if (source?.kind === "none") return typeof resolve(schema, className, path) === "string" ? undefined : "exists in OCSF after all";
  const found = resolve(schema, className, source?.path ?? path);
  if (typeof found === "string") return `there is no ${found}`;
  if (source?.kind === "count" || source?.kind === "hash") return found.is_array === true ? undefined : "is no list";
  if (source?.kind === "present") return type === "boolean" ? undefined : "says whether, but is no boolean";
  if (source?.kind === "hex") return found.type === "integer_t" && type === "string" ? undefined : `is ${found.type}`;
  if (found.type === "object_t") return "is an object";
  const allowed = textTypes.has(found.type) ? ["string"] : fitting[found.type];
  return allowed?.includes(type) === true ? undefined : `is ${found.type}, kept as ${type}`;
}

describe.skipIf(noTestData("telemetry", "ocsf", "schema"))(`the catalogue against the compiled OCSF ${ocsfVersion} schema`, () => {
  const path = testData("telemetry", "ocsf", "schema", `schema-${ocsfVersion}-compiled.json.gz`);
  const schema = path === undefined ? undefined : OcsfSchema.parse(JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")));

  it.each(ocsfClasses.map((c) => [c.name, c] as const))(
    "%s has that number, category and title, and only attributes there are",
    (name, c) => {
      expect(schema?.version).toBe(ocsfVersion);
      const { uid, category_uid, caption } = schema?.classes[name] ?? {};
      expect({ uid, category_uid, caption }).toEqual({ uid: c.uid, category_uid: c.categoryUid, caption: c.title });
      const problems = c.columns.flatMap((column) => {
        const problem = schema === undefined ? "no schema" : problemOf(schema, name, column);
        return problem === undefined ? [] : [`${column.path ?? column.name}: ${problem}`];
      });
      expect(problems).toEqual([]);
    },
  );

  it("is given no value of an enumeration that the schema does not name", () => {
    const golden = readdirSync(fixture("golden")).filter((name) => name.endsWith(".json") && name !== "versions.json");
    const foreign = golden.flatMap((name) => {
      const { rows } = Golden.parse(JSON.parse(readFileSync(fixture(`golden/${name}`), "utf8")));
      return Object.entries(rows).flatMap(([className, list]) =>
        (ocsfClasses.find((c) => c.name === className)?.columns ?? []).flatMap(({ name: column, path: attribute }) => {
          const found = schema === undefined || attribute === undefined ? "" : resolve(schema, className, attribute);
          const allowed = typeof found === "string" ? undefined : found.enum;
          if (allowed === undefined || !column.endsWith("_id")) return [];
          return list.flatMap((row) =>
            row[column] === undefined || JSON.stringify(row[column]) in allowed
              ? []
              : [`${name}: ${className}.${column} ${JSON.stringify(row[column])}`],
          );
        }),
      );
    });
    expect(golden.length).toBeGreaterThan(20);
    expect(foreign).toEqual([]);
  });

  it("has no reason in the table that nothing needs", () => {
    const paths = ocsfClasses.flatMap((c) => c.columns).flatMap((c) => (c.source === undefined || c.path === undefined ? [] : [c.path]));
    expect(Object.keys(deviations).filter((key) => !paths.some((p) => deviationOf(p) === key))).toEqual([]);
  });
});

describe("the catalogue", () => {
  it.each(ocsfClasses.map((c) => [c.name, c.columns.map((column) => column.name)] as const))("%s names no column twice", (_name, names) => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))).toBe(true);
  });
});
