import { existsSync, readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { rootPath } from "../paths.ts";
import type { ShippedPackage } from "./shipped-packages.ts";

/** What may ship in a product that is itself Apache-2.0: permissive licences, and the font licence for fonts that stay unchanged. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "OFL-1.1",
  "Unlicense",
  "Zlib",
  "BlueOak-1.0.0",
  "CC0-1.0",
]);

/** Whether an SPDX expression leaves us a licence we may ship under: one branch of each OR, every part of each AND. */
export function isAllowedLicence(expression: string): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let is = both();
    while (tokens[at] === "OR") {
      at += 1;
      const other = both();
      is ||= other;
    }
    return is;
  };
  const both = (): boolean => {
    let is = one();
    while (tokens[at] === "AND") {
      at += 1;
      const other = one();
      is &&= other;
    }
    return is;
  };
  const one = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token !== "(") return token !== undefined && allowed.has(token);
    const inside = either();
    const isClosed = tokens[at] === ")";
    at += 1;
    return inside && isClosed;
  };
  const is = either();
  return is && at === tokens.length;
}

const Licensed = z.object({ license: z.string().optional() });

/** The SPDX expression a package declares, as it is installed. */
export const licenceOf = ({ path }: Pick<ShippedPackage, "path">): string | undefined =>
  Licensed.parse(JSON.parse(readFileSync(rootPath(path, "package.json"), "utf8"))).license;

/** Shipped packages whose licence is missing, unknown or not allowed. */
export const findUnlicensed = (packages: readonly ShippedPackage[]): string[] =>
  packages.flatMap((shipped) => {
    const licence = licenceOf(shipped);
    return licence !== undefined && isAllowedLicence(licence) ? [] : [`${shipped.name}@${shipped.version}: ${licence ?? "no licence"}`];
  });

const textName = /^(licen[cs]e|copying|notice|third.?party)/i;

/** Packages that come without their licence's text: whose it is, as their repositories say. */
const copyrightOf: Readonly<Record<string, string>> = {
  "@duckdb/duckdb-wasm": "Copyright 2021 DuckDB WASM Contributors (see https://github.com/duckdb/duckdb-wasm/graphs/contributors)",
  "onnxruntime-common": "Copyright (c) 2018 - present Microsoft Corporation",
  "onnxruntime-node": "Copyright (c) 2018 - present Microsoft Corporation",
};

/** Packages built from others' parts that come without the notices of those: where their makers keep them. */
const ownNoticesOf: Readonly<Record<string, (version: string) => string[]>> = {
  "onnxruntime-node": (version) => [
    `\nONNX Runtime ${version} is built from parts of others; its makers keep their notices at\nhttps://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt`,
  ],
};

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The texts of a package's licence and notices; throws when it has none, so that nothing ships without. */
export function licenceTexts(shipped: ShippedPackage): string[] {
  const dir = rootPath(shipped.path);
  const files = existsSync(dir)
    ? readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile() && textName.test(entry.name))
    : [];
  if (files.length > 0)
    return files
      .map(({ name }) => name)
      .toSorted()
      .map((name) => readFileSync(`${dir}/${name}`, "utf8").trim());
  const copyright = copyrightOf[shipped.name];
  if (copyright === undefined || licenceOf(shipped) !== "MIT")
    throw new Error(`${shipped.name}@${shipped.version} has no text of its licence`);
  return [`${copyright}\n\n${mit}`, ...(ownNoticesOf[shipped.name]?.(shipped.version) ?? [])];
}

/** What must go along with all that ships: each package with its licence and the texts it asks to be kept. */
export function writeNotices(packages: readonly ShippedPackage[]): string {
  const rule = "-".repeat(80);
  const parts = packages.map((shipped) =>
    [rule, `${shipped.name} ${shipped.version} (${licenceOf(shipped) ?? "unknown"})`, "", ...licenceTexts(shipped)].join("\n"),
  );
  return `${["Quarry ships parts of the packages below.", ...parts].join("\n\n")}\n`;
}
