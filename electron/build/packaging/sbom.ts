import { createHash } from "node:crypto";
import { licenceOf } from "./licences.ts";
import { findDependency, type LockEntry } from "./lockfile.ts";
import type { ShippedPackage } from "./shipped-packages.ts";

export interface BillOf {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * A bill of materials in CycloneDX 1.6 JSON: what ships, each package with its licence, the hash its archive has in the registry,
 * and which of the others it needs. It has no time, and its serial number is made from its content: the same packages give the same bytes.
 */
export function writeSbom(product: BillOf, packages: readonly ShippedPackage[], lock: ReadonlyMap<string, LockEntry>): string {
  const paths = new Set(packages.map(({ path }) => path));
  const root = `pkg:npm/${product.name}@${product.version}`;
  const refOf = new Map(packages.map((shipped) => [shipped.path, refer(shipped, packages)]));
  const components = packages.map((shipped) => toComponent(shipped, refOf.get(shipped.path) ?? "", lock.get(shipped.path)));
  const needs = packages.map(({ path }) => ({
    ref: refOf.get(path) ?? "",
    dependsOn: needsOf(path, lock, paths).map((p) => refOf.get(p) ?? ""),
  }));
  const bill = {
    metadata: {
      lifecycles: [{ phase: "build" }],
      component: {
        type: "application",
        "bom-ref": root,
        name: product.name,
        version: product.version,
        purl: root,
        licenses: licensed(product.license),
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: needsOf("", lock, paths).map((path) => refOf.get(path) ?? "") }, ...needs],
  };
  const hex = createHash("sha256").update(JSON.stringify(bill)).digest("hex");
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const head = { $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", bomFormat: "CycloneDX", specVersion: "1.6" };
  return `${JSON.stringify({ ...head, serialNumber: `urn:uuid:${uuid}`, version: 1, ...bill }, undefined, 1)}\n`;
}

const purl = ({ name, version }: ShippedPackage): string => `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;

/** A reference of its own for each place: the same version may be installed twice. */
const refer = (shipped: ShippedPackage, packages: readonly ShippedPackage[]): string =>
  packages.some((other) => other.path < shipped.path && purl(other) === purl(shipped)) ? `${purl(shipped)}#${shipped.path}` : purl(shipped);

const licensed = (expression: string): object[] => (/[ ()]/.test(expression) ? [{ expression }] : [{ license: { id: expression } }]);

function toComponent(shipped: ShippedPackage, ref: string, entry: LockEntry | undefined): object {
  const licence = licenceOf(shipped);
  const integrity = /^sha512-(.+)$/.exec(entry?.integrity ?? "")?.[1];
  return {
    type: "library",
    "bom-ref": ref,
    name: shipped.name,
    version: shipped.version,
    purl: purl(shipped),
    ...(licence === undefined ? {} : { licenses: licensed(licence) }),
    ...(integrity === undefined ? {} : { hashes: [{ alg: "SHA-512", content: Buffer.from(integrity, "base64").toString("hex") }] }),
  };
}

function needsOf(path: string, lock: ReadonlyMap<string, LockEntry>, shipped: ReadonlySet<string>): string[] {
  const entry = lock.get(path);
  const names = Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies, ...(path === "" ? devNames(lock) : {}) });
  const found = names.map((name) => findDependency(lock, path, name)).filter((at) => at !== undefined && shipped.has(at));
  return [...new Set(found)].filter((at) => at !== undefined).toSorted();
}

const devNames = (lock: ReadonlyMap<string, LockEntry>): Record<string, string> => lock.get("")?.devDependencies ?? {};
