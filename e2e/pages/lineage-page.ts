import type { Locator, Page } from "@playwright/test";

/** Where lineage is seen: on a page of its own, beside a snapshot, and in the settings where it may be sent on. */
export class LineagePage {
  readonly page: Page;
  readonly snapshot: Locator;
  readonly settings: Locator;
  readonly address: Locator;
  readonly graph: Locator;
  readonly table: Locator;
  readonly details: Locator;
  readonly verification: Locator;

  constructor(page: Page) {
    this.page = page;
    this.snapshot = page.getByRole("complementary", { name: "Snapshot" });
    this.settings = page.getByRole("region", { name: "Lineage" });
    this.address = this.settings.getByRole("textbox", { name: "Collector" });
    this.graph = page.getByRole("group", { name: /^Lineage graph/ });
    this.table = page.getByRole("grid", { name: "Lineage as a table" });
    this.details = page.getByRole("complementary", { name: "Details" });
    this.verification = page.getByRole("region", { name: "Verification" });
  }

  readonly node = (name: string | RegExp): Locator => this.graph.getByRole("button", { name });
}
