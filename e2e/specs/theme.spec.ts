import { watch } from "../fixtures/launch.ts";
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
  const { page, problems } = await watch(await context.newPage());
  await page.goto(`${fakeOrigin}/#/triage`);
  const triage = new TriagePage(page);
  await triage.ready();
  const zone = page.getByRole("combobox", { name: "Times in" });
  await expect(zone.locator("option:checked")).toHaveText("Local, UTC+01:00");
  await expect(triage.current).toContainText("22 Mar 10:00");
  await expect(page.getByText("22 Mar 2026 10:00–19:12 UTC+01:00")).toBeVisible();
  await zone.selectOption("UTC");
  await expect(triage.current).toContainText("22 Mar 09:00");
  await zone.selectOption("Another zone…");
  const dialog = page.getByRole("dialog", { name: "Times in another zone" });
  await dialog.getByRole("combobox", { name: "Name of the zone" }).fill("Asia/Middle-Earth");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("not a known zone");
  await dialog.getByRole("combobox", { name: "Name of the zone" }).fill("Asia/Kolkata");
  await page.keyboard.press("Enter");
  await expect(triage.current).toContainText("22 Mar 14:30");
  await page.reload();
  await expect(zone).toHaveValue("Asia/Kolkata");
  await expect(zone.locator("option")).toHaveText(["UTC", "Local, UTC+01:00", "Asia/Kolkata, UTC+05:30", "Another zone…"]);
  expect(problems.filter((problem) => !problem.includes("Permissions-Policy"))).toEqual([]);
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
