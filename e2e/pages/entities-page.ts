import type { Locator, Page } from "@playwright/test";

/** The entities among the data: the list, and the page of one of them. */
export class EntitiesPage {
  readonly page: Page;
  readonly main: Locator;
  readonly activity: Locator;
  readonly identity: Locator;
  readonly review: Locator;
  readonly reviewLink: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole("region", { name: "Entity", exact: true });
    this.activity = page.getByRole("region", { name: "Activity" });
    this.review = page.getByRole("region", { name: "Review" });
    this.reviewLink = page.getByRole("navigation", { name: "Entities" }).getByRole("link", { name: /Possibly the same/ });
    this.identity = page.getByRole("complementary", { name: "Identity" });
  }

  async choose(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Entities" }).getByRole("link", { name }).click();
  }

  /** Types a name or identifier and opens it. */
  async open(text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Name or identifier" }).fill(text);
    await this.page.keyboard.press("Enter");
  }
}
