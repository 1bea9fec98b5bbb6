import AxeBuilder from "@axe-core/playwright";
import { HuntsPage } from "../pages/hunts-page.ts";
import { TriagePage } from "../pages/triage-page.ts";
import { expect, test } from "../pages/fake-desk.ts";

test("a hunt is exported after a look at what would be written, by keyboard", async ({ open }) => {
  const hunts = new HuntsPage(await open("", "/hunts?tab=active"));
  await hunts.ready();
  await hunts.press("Shift+Y");
  const preview = hunts.dialog.getByRole("region", { name: "What will be written" });
  await expect(hunts.dialog.getByRole("radio", { name: /The whole hunt/ })).toBeChecked();
  await expect(preview).toContainText("42 anomalies");
  await expect(preview).toContainText("in the blind sample and not judged yet");
  await hunts.dialog.getByRole("radio", { name: /The whole hunt/ }).focus();
  await hunts.press("ArrowDown");
  await expect(preview).toContainText("42 Incident Findings");
  await hunts.press("ArrowUp");
  await hunts.dialog.getByRole("button", { name: "Write the file" }).press("Enter");
  await expect(preview.getByRole("status")).toContainText("quarry hunts verify");
  await expect(preview.getByRole("status")).toContainText("decision d0123456789abcdef");
  const { violations } = await new AxeBuilder({ page: hunts.page }).include("[role=dialog]").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await hunts.press("Escape");
  await expect(hunts.dialog).toBeHidden();
});

test("the queue is exported as its filter shows it", async ({ open }) => {
  const triage = new TriagePage(await open("", "/triage?show=all"));
  await triage.page.getByRole("button", { name: "Export what the queue shows" }).click();
  const dialog = triage.page.getByRole("dialog");
  await expect(dialog).toContainText("What the queue shows: open and judged cases.");
  await expect(dialog.getByRole("radio")).toHaveCount(2);
  await dialog.getByRole("radio", { name: /table/ }).check();
  await dialog.getByRole("button", { name: "Write the file" }).click();
  await expect(dialog.getByRole("status")).toContainText("sha256");
});
