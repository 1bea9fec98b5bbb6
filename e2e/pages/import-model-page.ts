import type { Locator, Page } from "@playwright/test";

/** The dialog by which a model made elsewhere comes in. */
export class ImportModelPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly form: Locator;
  readonly rows: Locator;
  readonly take: Locator;
  readonly done: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: /^Import a model into/ });
    this.form = this.dialog.getByRole("form", { name: "Model to import" });
    this.rows = this.dialog.getByRole("region", { name: "Scored subjects, lowest score first" }).locator("tbody tr");
    this.take = this.form.getByRole("button", { name: "Import as registered" });
    this.done = this.dialog.getByRole("region", { name: "Imported model" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: "Import model…" }).click();
  }

  /** Hands files to the page the way the file dialog does. */
  async choose(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    await this.dialog
      .getByLabel("Model files")
      .setInputFiles(
        Object.entries(files).map(([name, bytes]) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) })),
      );
  }
}
