import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("events around an event are looked at in place, and one key leads back to the very same row", async ({ open, page }) => {
  const triage = new TriagePage(await open("rows=400", "/triage?tab=evidence"));
  await triage.ready();
  await triage.press("PageDown", "PageDown");
  const rows = page.getByRole("grid", { name: "Evidence", exact: true }).locator("tbody tr");
  // The rows of the case before may still be there, and take the focus with them.
  await expect(async () => {
    await rows.first().focus();
    await triage.press("PageDown", "PageDown", "ArrowDown");
    await expect(rows.nth(21)).toBeFocused({ timeout: 1000 });
  }).toPass();
  const places = () =>
    page.evaluate(() =>
      ["[data-pane=queue][role=listbox]", "[data-keep-scroll=evidence]"].map((name) => document.querySelector(name)?.scrollTop ?? -1),
    );
  const before = await places();
  expect(Math.min(...before)).toBeGreaterThan(0);
  await triage.press("f");
  const sheet = page.getByRole("region", { name: "Events around" });
  const events = sheet.getByRole("grid").locator("tbody tr");
  await expect(events).toHaveCount(40);
  await expect(sheet.getByText("40 nearest of 812 events")).toBeVisible();
  await expect(sheet.locator("tbody tr:focus")).toHaveCount(1);
  await triage.press("Enter");
  await expect(sheet.getByText("record 1004")).toBeVisible();
  await sheet.getByRole("combobox", { name: "Within" }).selectOption("24h");
  await sheet.getByRole("button", { name: "SQL" }).click();
  await expect(sheet.getByLabel("Statement")).toContainText("FROM network_activity");
  await triage.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(rows.nth(21)).toBeFocused();
  expect(await places()).toEqual(before);

  await triage.press("f");
  await sheet.getByRole("button", { name: "Console" }).click();
  await expect(page.getByRole("region", { name: "Outcome" }).getByText("40 rows")).toBeVisible();
  await triage.press("Alt+ArrowLeft");
  await expect(sheet.getByText("40 nearest of 812 events")).toBeVisible();
  await expect(triage.tab(/Evidence/)).toHaveAttribute("aria-selected", "true");
  await expect.poll(places).toEqual(before);
});
