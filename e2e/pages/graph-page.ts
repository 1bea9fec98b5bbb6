import { expect, type Locator, type Page } from "@playwright/test";

/** The graph of a case: drawing, table, window of time and what stands beside them. */
export class GraphPage {
  readonly page: Page;
  readonly drawing: Locator;
  readonly table: Locator;
  readonly note: Locator;
  readonly earliest: Locator;
  readonly latest: Locator;
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drawing = page.getByRole("application", { name: "Context graph" });
    this.table = page.getByRole("grid", { name: "Relations" });
    this.note = page.getByText(/of \d[\d,]* (?:nodes?|relations?)/);
    this.earliest = page.getByRole("slider", { name: "Earliest relation shown" });
    this.latest = page.getByRole("slider", { name: "Latest relation shown" });
    this.detail = page.locator("[data-chosen]");
  }

  /** Things drawn now: nodes and relations. */
  async drawn(): Promise<number> {
    return Number(await this.drawing.getAttribute("data-drawn"));
  }

  async ready(): Promise<void> {
    await expect(this.drawing.locator("canvas").first()).toBeVisible();
    await expect.poll(() => this.drawn()).toBeGreaterThan(1);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  button(name: RegExp | string): Locator {
    return this.page.getByRole("button", { name });
  }
}
