import type { Locator, Page } from "@playwright/test";

/** Where lineage is seen: beside a snapshot, and in the settings where it may be sent on. */
export class LineagePage {
  readonly page: Page;
  readonly snapshot: Locator;
  readonly settings: Locator;
  readonly address: Locator;

  constructor(page: Page) {
    this.page = page;
    this.snapshot = page.getByRole("complementary", { name: "Snapshot" });
    this.settings = page.getByRole("region", { name: "Lineage" });
    this.address = this.settings.getByRole("textbox", { name: "Collector" });
  }
}
