import { expect, type Locator, type Page } from "@playwright/test";

/** Figures of the decision log, and the decisions behind them. */
export class InsightsPage {
  readonly page: Page;
  readonly figures: Locator;
  readonly behind: Locator;

  constructor(page: Page) {
    this.page = page;
    this.figures = page.getByRole("region", { name: "Figures" });
    this.behind = page.getByRole("complementary", { name: "Decisions behind a figure" });
  }

  async ready(): Promise<void> {
    await expect(this.part("How often the models are right").getByRole("row").nth(1)).toBeVisible();
  }

  part(name: string): Locator {
    return this.figures.getByRole("region", { name });
  }
}
