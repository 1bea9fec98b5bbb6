import { describe, expect, it } from "vitest";
import { isAllowedLicence, writeNotices } from "./licences.ts";
import { findDependency } from "./lockfile.ts";
import { writeSbom } from "./sbom.ts";
import { folderPackage, packageOf } from "./shipped-packages.ts";
import { rootPath } from "../paths.ts";

describe("a licence", () => {
  it.each([
    "MIT",
    "(MIT OR GPL-3.0-only)",
    "GPL-2.0-only OR Apache-2.0",
    "MIT AND BSD-3-Clause",
    "(MIT AND (Apache-2.0 OR AGPL-3.0-only))",
    "OFL-1.1",
  ])("allows shipping: %s", (expression) => expect(isAllowedLicence(expression)).toBe(true));

  it.each([
    "GPL-3.0-only",
    "MIT AND GPL-3.0-only",
    "UNLICENSED",
    "SEE LICENSE IN LICENSE",
    "",
    "(MIT",
    "MIT)",
    "MIT MIT",
    "AND",
    "mit",
    "BUSL-1.1 OR SSPL-1.0",
  ])("does not: %s", (expression) => expect(isAllowedLicence(expression)).toBe(false));
});

describe("the packages that ship", () => {
  it("are known by the module that was taken from them, not by folders inside them", () => {
    expect(packageOf(`${rootPath("node_modules/parquet-wasm/node/parquet_wasm.js")}?commonjs`)).toMatchObject({
      name: "parquet-wasm",
      path: "node_modules/parquet-wasm",
    });
    expect(packageOf("\0virtual:x")).toBeUndefined();
    expect(packageOf(rootPath("electron/main/main.ts"))).toBeUndefined();
  });

  it("find what they need where Node would", () => {
    const lock = new Map([
      ["node_modules/a", {}],
      ["node_modules/a/node_modules/b", {}],
      ["node_modules/b", {}],
      ["node_modules/@s/c", {}],
    ]);
    expect(findDependency(lock, "node_modules/a", "b")).toBe("node_modules/a/node_modules/b");
    expect(findDependency(lock, "node_modules/@s/c", "b")).toBe("node_modules/b");
    expect(findDependency(lock, "node_modules/a/node_modules/b", "@s/c")).toBe("node_modules/@s/c");
    expect(findDependency(lock, "", "none")).toBeUndefined();
  });

  it("say where the notices are that a package ought to have brought", () => {
    const shipped = folderPackage("onnxruntime-node");
    expect(writeNotices([shipped])).toContain(`onnxruntime/blob/v${shipped.version}/ThirdPartyNotices.txt`);
  });

  it("make a bill of materials that says licence, hash and needs, and has the same bytes each time", () => {
    const packages = [folderPackage("onnxruntime-common"), folderPackage("onnxruntime-node")];
    const lock = new Map([
      ["", { dependencies: { "onnxruntime-node": "1" } }],
      ["node_modules/onnxruntime-node", { integrity: "sha512-AAEC", dependencies: { "onnxruntime-common": "1", "adm-zip": "1" } }],
      ["node_modules/onnxruntime-common", {}],
    ]);
    const product = { name: "quarry", version: "1.0.0", license: "Apache-2.0" };
    const bill = writeSbom(product, packages, lock);
    expect(writeSbom(product, packages, lock)).toBe(bill);
    expect(writeSbom({ ...product, version: "1.0.1" }, packages, lock).slice(0, 200)).not.toBe(bill.slice(0, 200));
    expect(bill).toMatch(/"serialNumber": "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"/);
    const [common, node] = packages.map(({ name, version }) => `pkg:npm/${name}@${version}`);
    expect(JSON.parse(bill)).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      components: [
        { name: "onnxruntime-common" },
        { name: "onnxruntime-node", licenses: [{ license: { id: "MIT" } }], hashes: [{ alg: "SHA-512", content: "000102" }] },
      ],
      dependencies: [{ dependsOn: [node] }, { ref: common, dependsOn: [] }, { ref: node, dependsOn: [common] }],
    });
  });
});
