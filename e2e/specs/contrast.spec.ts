import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

const screens = [
  { route: "/hunts", ready: "#hunt-title" },
  { route: "/models", ready: "text=Versions and stages" },
  { route: "/data", ready: "text=zeek-core" },
  { route: "/data?view=health", ready: "text=Fix next" },
  { route: "/data?view=entities&entity=e1", ready: "text=Met for the first time" },
  { route: "/data?view=sql", ready: "[data-sql-editor] .cm-content" },
  { route: "/triage?tab=evidence", ready: "[role=grid]" },
] as const;

const chosen = '[aria-selected="true"], [aria-current]:not([aria-current="false"]), [aria-pressed="true"]';

test("with forced colours what is chosen is told by an outline, on every screen", async ({ open, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  for (const { route, ready } of screens) {
    await open("", route);
    await expect(page.locator(ready).first()).toBeVisible();
    const outlines = await page.locator(chosen).evaluateAll((all) => all.map((one) => getComputedStyle(one).outlineStyle));
    expect(outlines.length, route).toBeGreaterThan(0);
    expect(
      outlines.filter((style) => style === "none"),
      route,
    ).toEqual([]);
  }
});

test("with forced colours the graph is drawn in the system's own", async ({ open, page }) => {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
  const triage = new TriagePage(await open());
  await triage.ready();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG" }).click()]);
  const svg = Buffer.concat(await (await download.createReadStream()).toArray()).toString("utf8");
  expect(svg).toContain("rgb(0, 0, 0)");
  expect(svg).not.toMatch(/CanvasText|LinkText|#[0-9a-f]{6}/i);
});

test("who asks the system for more contrast gets it, in light and in dark", async ({ open, page }) => {
  await page.emulateMedia({ contrast: "more", colorScheme: "light" });
  await new TriagePage(await open()).ready();
  const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset["theme"]);
  expect(await theme()).toBe("contrast-light");
  await page.emulateMedia({ contrast: "more", colorScheme: "dark" });
  await expect.poll(theme).toBe("contrast");
});

test("with reduced motion nothing moves, not even what has no end in sight", async ({ open, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const { route, ready } of screens.slice(0, 4)) {
    await open("", route);
    await expect(page.locator(ready).first()).toBeVisible();
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().activeDuration !== 0 && effect !== null).length,
    );
    expect(moving, route).toBe(0);
  }
});
