import { expect, type Locator, type Page } from "@playwright/test";

/** Where candidates become hunts, and hunts are closed. */
export class HuntsPage {
  readonly page: Page;
  readonly stages: Locator;
  readonly title: Locator;
  readonly members: Locator;
  readonly actions: Locator;
  readonly facts: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.stages = page.getByRole("navigation", { name: "Stages" });
    this.title = page.locator("#hunt-title");
    this.members = page.locator("[data-pane=hunt] tbody tr");
    this.actions = page.getByRole("toolbar", { name: "Actions" });
    this.facts = page.getByRole("complementary", { name: "Why and what" });
    this.dialog = page.getByRole("dialog");
  }

  async ready(): Promise<void> {
    await expect(this.title).toBeVisible();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  stage(name: RegExp): Locator {
    return this.stages.getByRole("button", { name });
  }

  list(name: string): Locator {
    return this.page.getByRole("listbox", { name }).getByRole("option");
  }
}
