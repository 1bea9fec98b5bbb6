import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("a filter is saved under a name, made the default, found by name, linked to, and taken back", async ({ open, page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const triage = new TriagePage(await open());
  await triage.ready();
  await page.getByRole("combobox", { name: "Model" }).selectOption("beaconing");
  await triage.queue.focus();
  await triage.press("q");
  const dialog = page.getByRole("dialog", { name: "Views of the queue" });
  await dialog.getByRole("textbox", { name: "Save what is shown as" }).fill("Beacons");
  await triage.press("Enter");
  const view = dialog.getByRole("radio", { name: /^Beacons/ });
  await expect(view).toBeChecked();
  await dialog.getByRole("button", { name: "Default: “Beacons”" }).click();
  await dialog.getByRole("radio", { name: "Everything" }).check();
  await expect(page).not.toHaveURL(/model=/);
  await dialog.getByRole("radio", { name: "Everything" }).press("ArrowDown");
  await expect(page).toHaveURL(/model=beaconing/);
  await triage.press("Escape");
  await expect(page.getByRole("heading", { name: "Queue, view Beacons" })).toBeVisible();

  await triage.press("Shift+H", "Shift+T");
  await expect(page, "the default").toHaveURL(/triage\?.*model=beaconing/);
  await expect(page).toHaveURL(/case=/);
  await triage.press("Control+k");
  await page.keyboard.type("copy a link");
  await triage.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/#\/triage\?.*model=beaconing.*case=/);

  await triage.press("z");
  await expect(async () => {
    await triage.press("Shift+H", "Shift+T");
    await triage.ready();
    await expect(page, "no default any more").not.toHaveURL(/model=/, { timeout: 1000 });
  }).toPass();
  await triage.press("Control+k");
  await page.keyboard.type("beac");
  await page.getByRole("option", { name: /Beacons.*View of the queue/ }).click();
  await expect(page).toHaveURL(/model=beaconing/);
  await triage.press("z");
  await expect(page.getByRole("heading", { name: "Queue, view Beacons" })).toHaveCount(0);
  await triage.press("Control+k");
  await page.keyboard.type("http://127.0.0.1:1/#/hunts?tab=active");
  await triage.press("Enter");
  await expect(page).toHaveURL(/#\/hunts\?tab=active/);
});

test("the queue, still learning its default view, does not call back from the screen that was asked for meanwhile", async ({
  open,
  page,
}) => {
  const answered = Promise.withResolvers<void>();
  await page.route(/\/DataScreen[^/]*\.js$/, async (route) => {
    await answered.promise;
    await route.continue();
  });
  await open("delay=500", "");
  await page.getByRole("link", { name: "Data" }).click();
  await new TriagePage(page).ready();
  answered.resolve();
  await expect(page.getByRole("link", { name: "SQL" })).toBeVisible();
});
