import type { Locator, Page } from "@playwright/test";

/** The health board of the data screen. */
export class HealthPage {
  readonly page: Page;
  readonly telemetry: Locator;
  readonly detail: Locator;
  readonly fixes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.telemetry = page.getByRole("region", { name: "Telemetry" });
    this.detail = page.getByRole("complementary", { name: "Metric" });
    this.fixes = page.getByRole("region", { name: "Fix next" }).getByRole("listitem");
  }

  /** A metric of a source, by what a screen reader says of it. */
  cell(name: RegExp): Locator {
    return this.page.getByRole("link", { name });
  }
}
