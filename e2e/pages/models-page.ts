import { expect, type Locator, type Page } from "@playwright/test";

/** The Models screen. */
export class ModelsPage {
  readonly page: Page;
  readonly drift: Locator;
  readonly checks: Locator;
  readonly madeAgain: Locator;
  readonly under: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drift = page.getByRole("region", { name: "Drift", exact: true });
    this.madeAgain = page.getByRole("region", { name: "Made again" });
    this.under = page.getByRole("region", { name: "Queue under this version" });
    this.checks = this.drift.getByRole("table");
  }

  /** Scores the chosen version beside the queue and waits for what it would change. */
  async scoreBeside(): Promise<void> {
    await this.under.getByRole("button", { name: "Score beside the queue" }).click();
    await expect(this.under.getByRole("table")).toBeVisible();
  }

  check(title: string): Locator {
    return this.checks.getByRole("rowheader", { name: title });
  }
}
