import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What a theme or the height of rows can break. */
const lookRules = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/**
 * Without what was found good, whose places would all be named; no frame of another page is ever in the desk. A document keeps
 * axe-core once it has it: compiling and warming up its code takes three times as long as the rules do.
 */
async function builder(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => "axe" in window);
  return new AxeBuilder({ page, ...(isThere ? { axeSource: "0" } : {}) }).options({ resultTypes: ["violations"] }).setLegacyMode();
}

async function nodesOf(axe: AxeBuilder, look: string): Promise<readonly string[]> {
  const { violations: found } = await axe.analyze();
  return found.flatMap((violation) =>
    violation.nodes.map((node) => `${look}: ${violation.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}

/** Of the page as it is, dark with compact rows; then, by the rules that can tell, light with comfortable ones. */
export async function violations(page: Page): Promise<readonly string[]> {
  const show = async (theme: "dark" | "light", density: string): Promise<void> => {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme === "light" ? /light$/ : /^(dark|contrast)$/);
    await page.evaluate((chosen) => void (document.documentElement.dataset["density"] = chosen), density);
  };
  await show("dark", "compact");
  const dark = await nodesOf((await builder(page)).withTags(tags), "dark, compact");
  await show("light", "comfortable");
  const light = await nodesOf((await builder(page)).withRules(lookRules), "light, comfortable");
  await show("dark", "compact");
  return [...dark, ...light];
}
