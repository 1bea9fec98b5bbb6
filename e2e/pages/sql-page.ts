import type { Locator, Page } from "@playwright/test";

/** What an analyst sees and presses in the SQL console. */
export class SqlPage {
  readonly page: Page;
  readonly editor: Locator;
  readonly run: Locator;
  readonly cancel: Locator;
  readonly grid: Locator;
  readonly outcome: Locator;
  readonly schema: Locator;
  readonly value: Locator;

  constructor(page: Page) {
    this.page = page;
    this.editor = page.getByRole("textbox", { name: "SQL statement" });
    this.run = page.getByRole("toolbar", { name: "Statement" }).getByRole("button", { name: /Run$/ });
    this.outcome = page.getByRole("region", { name: "Outcome" });
    this.cancel = this.outcome.getByRole("button", { name: "Cancel" });
    this.grid = page.getByRole("grid", { name: "Result" });
    this.schema = page.getByRole("complementary", { name: "Schema" });
    this.value = page.getByRole("region", { name: "Value of the cell" });
  }

  /** Types over what is in the editor. */
  async write(sql: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(sql);
    await this.page.keyboard.press("Escape");
  }
}
