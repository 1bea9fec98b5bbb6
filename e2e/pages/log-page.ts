import { expect, type Locator, type Page } from "@playwright/test";

/** The decision log: its entries, and the one that is looked at. */
export class LogPage {
  readonly page: Page;
  readonly log: Locator;
  readonly list: Locator;
  readonly filters: Locator;
  readonly entry: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole("region", { name: "Decision log" });
    this.list = page.getByRole("listbox", { name: /Entries of the decision log/ });
    this.filters = page.getByRole("search", { name: "Filter the log" });
    this.entry = page.getByRole("complementary", { name: "Entry of the log" });
  }

  async ready(): Promise<void> {
    await expect(this.list.getByRole("option").first()).toBeVisible();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
