import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("the tour goes over the case on the screen by the keyboard alone, is not offered again, and is in Help", async ({ open, page }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  const offer = page.getByRole("button", { name: /New here/ });
  const tour = page.getByRole("dialog", { name: "Tour" });
  await offer.focus();
  await triage.press("Enter");
  await expect(tour).toContainText("WS-117 → cdn-metrics.net has place 1");
  await expect(tour.getByRole("button", { name: "Next" })).toBeFocused();
  await triage.press("ArrowRight");
  await expect(tour).toContainText("Interval regularity 0.98");
  await triage.press("ArrowLeft");
  await expect(tour).toContainText("1 of 7");
  for (let step = 1; step <= 6; step += 1) await triage.press("Enter");
  await expect(tour).toContainText("in candidate hunt 1");
  await triage.press("Enter");
  await expect(tour).toBeHidden();
  await expect(triage.queue).toBeFocused();
  await expect(offer).toBeHidden();
  await page.reload();
  await triage.ready();
  await expect(offer).toBeHidden();
  await triage.press("Shift+F1");
  await page.getByRole("dialog", { name: "Help" }).getByRole("button", { name: "Tour" }).click();
  await expect(tour).toBeVisible();
  await triage.press("Escape");
  await expect(tour).toBeHidden();
});

test("who waves the tour away is not asked again", async ({ open, page }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  await page.getByRole("button", { name: "Do not offer the tour again" }).click();
  await expect(page.getByRole("button", { name: /New here/ })).toBeHidden();
  await page.reload();
  await triage.ready();
  await expect(page.getByRole("button", { name: /New here/ })).toBeHidden();
});
