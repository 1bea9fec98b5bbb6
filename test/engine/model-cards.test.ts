import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listPackages } from "../../electron/engine/features/packages.ts";
import { renderCard } from "../../electron/engine/lifecycle/card.ts";
import { loadFoilReport } from "../../electron/engine/lifecycle/foil.ts";
import { loadSuite } from "../../electron/engine/lifecycle/suite.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";

/** `UPDATE_CARDS=1` writes them. */
const update = process.env["UPDATE_CARDS"] === "1";

const hasSuiteOrCard = (name: string): boolean => ["suite", "card.md"].some((part) => existsSync(join(packagesDir(), name, part)));
const packages = listPackages(packagesDir())
  .filter((pkg) => hasSuiteOrCard(pkg.spec.name))
  .map((pkg) => [pkg.spec.name, pkg] as const);

describe("the card of every model package", () => {
  it.each(packages)("%s is what its files say", (name, pkg) => {
    const file = join(packagesDir(), name, "card.md");
    const dir = join(packagesDir(), name);
    const card = renderCard(pkg, loadSuite(dir), loadFoilReport(dir));
    if (update) writeFileSync(file, card);
    expect(existsSync(file) ? readFileSync(file, "utf8") : "no card.md").toBe(card);
  });
});
