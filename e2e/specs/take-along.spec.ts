import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("marked events are copied for a sheet, and in a form of one's choice that nobody can click", async ({ open, page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const triage = new TriagePage(await open("", "/triage?tab=evidence"));
  await triage.ready();
  const rows = page.getByRole("grid", { name: "Evidence" }).locator("tbody tr");
  await rows.first().focus();
  await triage.press("x", "ArrowDown", "ArrowDown", "x", "y");
  await expect(triage.announcement).toContainText("2 events copied as TSV");
  const sheet = (await copied()).split("\n");
  expect(sheet).toHaveLength(3);
  expect(sheet[0]).toMatch(/^time\tclass\t/);
  await triage.press("Shift+C");
  const dialog = page.getByRole("dialog", { name: "Copy as" });
  await expect(dialog.getByRole("combobox", { name: "Copy", exact: true })).toHaveValue("evidence");
  await expect(dialog.getByText("cdn-metrics[.]net")).toBeVisible();
  await triage.press("8");
  await expect(dialog).toHaveCount(0);
  await expect.poll(copied).toMatch(/^\| time \| class \|/);
  expect(await copied()).not.toContain("cdn-metrics.net");
  await expect(rows.nth(2)).toBeFocused();
});

test("two selected cases are compared side by side; what differs is marked", async ({ open, page }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  await triage.press("x", "Shift+J", "d");
  const dialog = page.getByRole("dialog", { name: "Compare two cases" });
  await expect(dialog.getByRole("columnheader", { name: /^First case/ })).toContainText("WS-117 → cdn-metrics.net");
  await expect(dialog.getByRole("row", { name: /^Model/ })).toContainText("differs");
  await expect(dialog.getByRole("row", { name: /^Verdict/ })).toContainText("the same");
  await triage.press("Escape");
  await triage.press("Shift+X", "d");
  await expect(dialog).toContainText("One case chosen");
  await dialog.getByRole("combobox", { name: "Compare with, nearest first" }).selectOption({ index: 1 });
  await expect(dialog.getByRole("region", { name: "Comparison" })).toBeVisible();
});
