import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

const views = [
  "/triage",
  "/hunts",
  "/hunts?tab=active",
  "/models",
  "/data",
  "/data?view=rejects",
  "/data?view=history",
  "/data?view=inventories",
  "/data?view=entities",
  "/data?view=entities&entity=e1",
  "/data?view=entities&review=true",
  "/data?view=health",
  "/data?view=sql",
  "/settings",
] as const;

test("a view that cannot be read says why, what was kept, and offers to try again and to copy the details", async ({ open, page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const route of views) {
    await open("fail=all", route);
    const failure = page.getByRole("main").getByRole("alert").first();
    await expect(failure, route).toContainText("the disk does not answer");
    await expect(failure, route).toContainText("Nothing was changed");
    await expect(failure.getByRole("button", { name: "Copy details" }), route).toBeVisible();
    await expect(page.locator("main output[aria-label]"), route).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Copy details" }).first().click();
  await expect(page.getByText("Details copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("AppError evidence-unreadable: the disk does not answer");
  expect(copied).toContain("#/settings");
});

test("what was read stays when reading it again fails, and the desk says that it is old", async ({ open, page }) => {
  const triage = new TriagePage(await open("old=workspace.info"));
  await triage.ready();
  await expect(page.getByText("0 of 40 today")).toBeVisible();
  await triage.press("1");
  const banner = page.getByRole("alert").filter({ hasText: "Part of this screen is old" });
  await expect(banner).toContainText("the disk does not answer (workspace.info)");
  await expect(banner.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(page.getByText("0 of 40 today")).toBeVisible();
  await expect(triage.queue).toBeVisible();
});

test("an engine that does not answer is said once, over what was read", async ({ open, page }) => {
  const triage = new TriagePage(await open("away"));
  await triage.ready();
  await expect(page.getByRole("alert")).toContainText("as last read");
  await expect(triage.queue).toBeVisible();
});

test("an engine that is hung is started again by a person, and not before", async ({ open, page }) => {
  const triage = new TriagePage(await open("silent"));
  await triage.ready();
  const banner = page.getByRole("alert").filter({ hasText: "it has not answered for 30 s" });
  await expect(banner).toContainText("every recorded one is in the workspace");
  await expect(triage.queue).toBeVisible();
  await banner.getByRole("button", { name: "Start it again" }).press("Enter");
  await expect(banner).toHaveCount(0);
  await expect(triage.queue).toBeVisible();
});

test("an engine that has stopped says why, where help is, and how it is started", async ({ open, page }) => {
  await open("stopped");
  const banner = page.getByRole("alert").filter({ hasText: "The engine has stopped" });
  await expect(banner).toContainText("it ended 6 times in a row");
  await expect(banner).toContainText("quarry doctor");
  await expect(banner.getByRole("button", { name: "Start it again" })).toBeEnabled();
  await expect(banner.getByRole("button", { name: "Copy details" })).toBeVisible();
});

test("a workspace open for looking only says why, shows all and takes no verdict", async ({ open, page }) => {
  const triage = new TriagePage(await open("read-only"));
  await triage.ready();
  const banner = page.getByRole("status").filter({ hasText: "For looking only" });
  await expect(banner).toContainText("another Quarry has this workspace open");
  await expect(page.getByRole("region", { name: "Verdict" }).getByRole("button", { name: "Benign" }).first()).toBeDisabled();
  // Where the bar is wide enough for all there is.
  await page.setViewportSize({ width: 1920, height: 1080 });
  const verdict = page.getByRole("region", { name: "Verdict" });
  for (const name of ["Note", "Undo", "Snooze", "Suppress", "All like it"]) {
    const button = verdict.getByRole("button", { name });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription("This workspace is open for looking only");
  }
  for (const key of ["1", "n", "s", "p", "b", "z"]) {
    await triage.press(key);
    const said = page.getByRole("status").filter({ hasText: "Not recorded: this workspace is open for looking only" });
    await expect(said.first()).toBeAttached();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await expect(page.getByText("0 of 40 today")).toBeVisible();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(triage.queue).toBeVisible();
});

test("grey lines come only after 150 ms", async ({ open, page }) => {
  await open("delay=100000", "/triage");
  const waiting = page.locator("main output[aria-label]").first();
  await expect(waiting).toBeAttached();
  expect(await waiting.evaluate((element) => getComputedStyle(element).animationDelay)).toBe("0.15s");
});
