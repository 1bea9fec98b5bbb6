import { expect, type Locator, type Page } from "@playwright/test";

/** What an analyst sees and presses on the triage screen. */
export class TriagePage {
  readonly page: Page;
  readonly queue: Locator;
  readonly current: Locator;
  readonly headline: Locator;
  readonly filter: Locator;
  readonly announcement: Locator;
  readonly context: Locator;

  constructor(page: Page) {
    this.page = page;
    this.queue = page.getByRole("listbox", { name: "Queue" });
    this.current = this.queue.locator('[role="option"][aria-current="true"]');
    this.headline = page.locator("#case-headline");
    this.filter = page.getByRole("searchbox", { name: "Filter the queue by text" });
    this.announcement = page.getByTestId("announcement");
    this.context = page.getByRole("region", { name: "Context cards" });
  }

  async ready(): Promise<void> {
    await expect(this.current).toBeVisible();
    await expect(this.headline).toBeVisible();
  }

  /** Presses keys one after the other, as a hand on the keyboard does. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  row(subject: string): Locator {
    return this.queue.getByRole("option").filter({ hasText: subject });
  }

  /** Place of the case under the cursor, from 1. */
  async place(): Promise<number> {
    return Number(await this.current.getAttribute("aria-posinset"));
  }

  tab(name: RegExp): Locator {
    return this.page.getByRole("tab", { name });
  }
}
