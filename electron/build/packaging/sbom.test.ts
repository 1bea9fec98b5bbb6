import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readLockfile } from "./lockfile.ts";
import { writeSbom } from "./sbom.ts";
import { folderPackage, folderPackages } from "./shipped-packages.ts";

// What https://cyclonedx.org/schema/bom-1.6.schema.json requires and allows of the parts we write: its `required`, `enum`, `pattern` and
// `additionalProperties: false` of bom, metadata, component, licenseChoice, hash and dependency.
const Hash = z.strictObject({
  alg: z.enum(["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512", "BLAKE2b-256", "BLAKE2b-384"]),
  content: z.string().regex(/^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$/),
});
const ref = z.string().min(1);
const Licences = z.union([
  z.array(z.strictObject({ license: z.strictObject({ id: z.string().min(1) }) })),
  z.array(z.strictObject({ expression: z.string().min(1) })).max(1),
]);
const Component = z.strictObject({
  type: z.enum(["application", "library"]),
  "bom-ref": ref,
  name: z.string().min(1),
  version: z.string().max(1024),
  purl: z.string().startsWith("pkg:"),
  licenses: Licences.optional(),
  hashes: z.array(Hash).optional(),
});
const unique = <T>(of: (one: T) => string, list: readonly T[]): boolean => new Set(list.map(of)).size === list.length;
const Bom = z.strictObject({
  $schema: z.literal("http://cyclonedx.org/schema/bom-1.6.schema.json"),
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.literal("1.6"),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.int().min(1),
  metadata: z.strictObject({
    lifecycles: z.array(z.strictObject({ phase: z.enum(["design", "pre-build", "build", "post-build", "operations", "discovery"]) })),
    component: Component,
  }),
  components: z.array(Component).refine((list) => unique((one) => one["bom-ref"], list)),
  dependencies: z
    .array(z.strictObject({ ref, dependsOn: z.array(ref).refine((list) => unique(String, list)) }))
    .refine((list) => unique((one) => one.ref, list)),
});

describe("the bill of materials", () => {
  const lock = readLockfile();
  const shipped = folderPackages.map(folderPackage);
  const bill = Bom.parse(JSON.parse(writeSbom({ name: "quarry", version: "0.1.0", license: "Apache-2.0" }, shipped, lock)));

  it("is CycloneDX 1.6, each package with its licence and the hash of its archive", () => {
    expect(bill.components).toHaveLength(shipped.length);
    for (const one of bill.components) expect(one, one.name).toMatchObject({ licenses: [{}], hashes: [{ alg: "SHA-512" }] });
  });

  it("refers to nothing that it does not list", () => {
    const known = new Set([bill.metadata.component, ...bill.components].map((one) => one["bom-ref"]));
    expect(bill.dependencies.flatMap((one) => [one.ref, ...one.dependsOn]).filter((one) => !known.has(one))).toEqual([]);
  });
});

it("the lockfile has a hash of every archive, but of tools for machines other than the one that wrote it", () => {
  const unhashed = [...readLockfile()].filter(([path, entry]) => path !== "" && entry.link !== true && entry.integrity === undefined);
  const tools = /^node_modules\/(@duckdb\/node-bindings-|@ox(c-parser|fmt|lint)\/binding-|@oxlint-tsgolint\/)[\w-]+$/;
  const others = unhashed.filter(([path, { dev, optional }]) => !(tools.test(path) && dev === true && optional === true));
  // The command line's own package lies in this repository.
  expect(others.map(([path]) => path)).toEqual(["electron/hosts/cli"]);
});
