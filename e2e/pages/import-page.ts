import type { Locator, Page } from "@playwright/test";

/** What an analyst sees and presses between choosing files and having events. */
export class ImportPage {
  readonly page: Page;
  readonly review: Locator;
  readonly files: Locator;
  readonly clocks: Locator;
  readonly import: Locator;
  readonly builder: Locator;
  readonly firstRows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.review = page.getByRole("form", { name: "Files to import" });
    this.files = this.review.locator("tbody tr");
    this.clocks = page.getByRole("region", { name: "Clocks" });
    this.import = this.review.getByRole("button", { name: "Import", exact: true });
    this.builder = page.getByRole("region", { name: "Mapping", exact: true });
    this.firstRows = page.getByRole("region", { name: "First rows as events" });
  }

  /** Hands files to the page the way the file dialog does. */
  async choose(...names: readonly string[]): Promise<void> {
    await this.page
      .getByLabel("Telemetry files")
      .setInputFiles(names.map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from('{"ts":1616161616,"uid":"C1"}\n') })));
  }

  attributeOf(column: string): Locator {
    return this.builder.getByRole("combobox", { name: `OCSF attribute of ${column}` });
  }
}
