import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("what goes beyond one verdict is behind More where the bar is narrow, by keyboard too", async ({ open, page }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  const more = page.getByRole("button", { name: "More", exact: true });
  await more.focus();
  await page.keyboard.press("Enter");
  const suppress = page.getByRole("button", { name: "p Suppress" });
  await expect(suppress).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(suppress).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Suppress what is like this case" });
  await expect(dialog.locator(":focus")).toBeVisible();
  await expect(page.locator("[popover]")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect(suppress).toBeVisible();
  await expect(more).toBeHidden();
});
