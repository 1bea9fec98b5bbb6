import type { Locator, Page } from "@playwright/test";

/** The records that became no events. */
export class RejectsPage {
  readonly page: Page;
  readonly rows: Locator;
  readonly find: Locator;
  readonly groups: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole("region", { name: "Page of rejected records" }).locator("tbody tr");
    this.find = page.getByRole("searchbox", { name: "Find" });
    this.groups = page.getByRole("complementary", { name: "Rejects by reason and file" });
  }
}
