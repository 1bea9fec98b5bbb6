import type { Locator, Page } from "@playwright/test";

/** The Models screen. */
export class ModelsPage {
  readonly page: Page;
  readonly drift: Locator;
  readonly checks: Locator;
  readonly madeAgain: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drift = page.getByRole("region", { name: "Drift", exact: true });
    this.madeAgain = page.getByRole("region", { name: "Made again" });
    this.checks = this.drift.getByRole("table");
  }

  check(title: string): Locator {
    return this.checks.getByRole("rowheader", { name: title });
  }
}
