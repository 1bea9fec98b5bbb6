import { expect, test } from "../pages/fake-desk.ts";
import { lostToReader } from "../pages/reflow.ts";

const screens = [
  { route: "/triage", ready: "#case-headline" },
  { route: "/triage?tab=evidence", ready: "[role=grid]" },
  { route: "/triage?tab=timeline", ready: "[aria-label=Timeline]" },
  { route: "/hunts", ready: "#hunt-title" },
  { route: "/hunts?tab=active", ready: "text=Decisions" },
  { route: "/models", ready: "text=Versions and stages" },
  { route: "/data", ready: "text=zeek-core" },
  { route: "/data?view=history", ready: "text=Dataset versions" },
  { route: "/data?view=rejects", ready: "text=By reason" },
  { route: "/data?view=inventories", ready: "text=unixUserPassword" },
  { route: "/data?view=entities&entity=e1", ready: "text=Met for the first time" },
  { route: "/data?view=entities&review=true", ready: "text=Are these one person?" },
  { route: "/data?view=health", ready: "text=Fix next" },
  { route: "/data?view=sql", ready: "[data-sql-editor] .cm-content" },
  { route: "/insights?figure=confirm", ready: "text=118 cases, newest first" },
  { route: "/insights?view=log&entry=390", ready: "text=Taken back by entry" },
  { route: "/settings", ready: "text=Single-key shortcuts" },
] as const;

const windows = [
  { what: "in the smallest window, 1024 by 640", width: 1024, height: 640 },
  { what: "at 200 % zoom of a 1440 by 900 window", width: 720, height: 450 },
] as const;

for (const { what, width, height } of windows)
  test(`${what}, no screen cuts anything off, lays words over words or scrolls text both ways`, async ({ open, page }) => {
    await page.setViewportSize({ width, height });
    const lost: string[] = [];
    for (const { route, ready } of screens) {
      await open("", route);
      await expect(page.locator(ready).first()).toBeAttached();
      await expect(page.locator("main output[aria-label]")).toHaveCount(0);
      lost.push(...(await lostToReader(page)).map((one) => `${route}: ${one}`));
    }
    expect(lost).toEqual([]);
  });

test("at 400 % zoom a dialog takes the width there is, and all of it can be reached", async ({ open, page }) => {
  await page.setViewportSize({ width: 360, height: 225 });
  await open("", "/models");
  for (const button of ["Retrain…", "Import model…"]) {
    await page.getByRole("button", { name: button }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    expect((await lostToReader(page)).filter((one) => !one.startsWith("the page"))).toEqual([]);
    const box = await dialog.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.y ?? -1) >= 0 && (box?.width ?? 999) <= 360 && (box?.height ?? 999) <= 225).toBe(true);
    const last = dialog.getByRole("button").last();
    await last.scrollIntoViewIfNeeded();
    await expect(last).toBeInViewport();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  await page.keyboard.press("Shift+F1");
  await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
  const words = page.getByRole("region", { name: "Words" });
  await words.locator("dt").last().scrollIntoViewIfNeeded();
  await expect(words.locator("dt").last()).toBeInViewport();
});

test("what would be lost is seen: cut words, words over words, text that scrolls sideways", async ({ open, page }) => {
  await open("", "/settings");
  await expect(page.getByText("Single-key shortcuts")).toBeVisible();
  expect(await lostToReader(page)).toEqual([]);
  await page.evaluate(() => {
    const [first, second, third] = document.querySelectorAll<HTMLElement>("main h2");
    if (first !== undefined) Object.assign(first.style, { width: "20px", overflow: "hidden", whiteSpace: "nowrap" });
    if (second !== undefined && third !== undefined) {
      const { left, top } = second.getBoundingClientRect();
      Object.assign(third.style, { position: "fixed", left: `${String(left)}px`, top: `${String(top)}px` });
    }
  });
  const lost = (await lostToReader(page)).join("\n");
  expect(lost).toContain("cut off by its own box");
  expect(lost).toContain("lie over each other");
});
