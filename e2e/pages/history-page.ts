import type { Locator, Page } from "@playwright/test";

/** Dataset versions and their snapshots, as an analyst sees and works them. */
export class HistoryPage {
  readonly page: Page;
  readonly versions: Locator;
  readonly facts: Locator;
  readonly verification: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.versions = page.getByRole("region", { name: "Dataset versions" }).locator("tbody tr");
    this.facts = page.getByRole("complementary", { name: "Dataset version" });
    this.verification = page.getByRole("region", { name: "Verification" });
    this.dialog = page.getByRole("dialog", { name: "Let the events of a snapshot go" });
  }

  async choose(version: string): Promise<void> {
    await this.page.getByRole("link", { name: version, exact: true }).click();
  }

  snapshot(source: string): Locator {
    return this.facts.getByRole("listitem", { name: source });
  }

  async askToLetGo(source: string): Promise<void> {
    await this.snapshot(source).getByRole("button", { name: "Let go…" }).click();
  }
}
