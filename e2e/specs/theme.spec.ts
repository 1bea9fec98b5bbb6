import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

const theme = (page: { evaluate<T>(f: () => T): Promise<T> }): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset["theme"]);

test("the theme follows the system until one is chosen, and the choice lasts", async ({ open, page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open("", "/settings");
  expect(await theme(page)).toBe("light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => theme(page)).toBe("dark");
  await page.getByRole("combobox", { name: "Theme" }).selectOption("light");
  expect(await theme(page)).toBe("light");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Theme" })).toHaveValue("light");
  expect(await theme(page)).toBe("light");
});

test("the graph takes the colours of the theme it is shown in", async ({ open, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const triage = new TriagePage(await open());
  await triage.ready();
  const graph = page.getByRole("application", { name: "Context graph" });
  await expect(graph.locator("canvas").first()).toBeVisible();
  const dark = await graph.screenshot();
  await triage.press("Control+k");
  await page.keyboard.type("dark and light");
  await triage.press("Enter");
  await expect.poll(() => theme(page)).toBe("light");
  expect(Buffer.compare(dark, await graph.screenshot())).not.toBe(0);
});

test("one switch changes the zone of every time on the desk", async ({ browser, fakeOrigin }) => {
  const context = await browser.newContext({ timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  await page.goto(`${fakeOrigin}/#/triage`);
  const triage = new TriagePage(page);
  await triage.ready();
  await expect(page.getByRole("button", { name: "UTC+01:00" })).toBeVisible();
  await expect(triage.current).toContainText("22 Mar 10:00");
  await page.getByRole("button", { name: "UTC+01:00" }).click();
  await expect(page.getByRole("button", { name: "UTC", exact: true })).toBeVisible();
  await expect(triage.current).toContainText("22 Mar 09:00");
  await context.close();
});

test("compact rows show more of the queue", async ({ open, page }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  const heightOf = async (): Promise<number> => (await triage.current.boundingBox())?.height ?? 0;
  expect(await heightOf()).toBe(70);
  await triage.press("Control+k");
  await page.keyboard.type("compact");
  await triage.press("Enter");
  await expect.poll(heightOf).toBe(56);
});
