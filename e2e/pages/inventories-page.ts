import type { Locator, Page } from "@playwright/test";

/** What an analyst sees and presses in the inventories view. */
export class InventoriesPage {
  readonly page: Page;
  readonly sources: Locator;
  readonly facts: Locator;
  readonly preview: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sources = page.getByRole("region", { name: "Inventories", exact: true }).locator("tbody tr");
    this.facts = page.getByRole("complementary", { name: "Inventory" });
    this.preview = page.getByRole("region", { name: "Preview" });
  }

  /** Hands files to the page the way the file dialog does. */
  async choose(name: string, text: string): Promise<void> {
    await this.page.getByLabel("Inventory files").setInputFiles([{ name, mimeType: "text/csv", buffer: Buffer.from(text) }]);
  }
}
