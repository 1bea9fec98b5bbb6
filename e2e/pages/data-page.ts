import type { Locator, Page } from "@playwright/test";

/** What an analyst sees and presses on the data screen. */
export class DataPage {
  readonly page: Page;
  readonly snapshots: Locator;
  readonly cancel: Locator;
  readonly import: Locator;
  readonly progress: Locator;

  constructor(page: Page) {
    this.page = page;
    this.snapshots = page.getByRole("region", { name: "Snapshots" }).locator("tbody tr");
    this.progress = page.getByRole("region", { name: "Import telemetry" }).getByRole("progressbar");
    this.import = page.getByRole("form", { name: "Files to import" }).getByRole("button", { name: "Import", exact: true });
    this.cancel = page.getByRole("region", { name: "Import telemetry" }).getByRole("button", { name: "Cancel" });
  }

  /** Hands files to the page the way the file dialog does. */
  async choose(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    await this.page
      .getByLabel("Telemetry files")
      .setInputFiles(files.map(({ name, text }) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })));
  }
}
