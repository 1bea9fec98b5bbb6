import { violations } from "../pages/axe.ts";
import { expect, test } from "../pages/fake-desk.ts";
import { ImportPage } from "../pages/import-page.ts";
import { InventoriesPage } from "../pages/inventories-page.ts";
import { ModelsPage } from "../pages/models-page.ts";
import { SqlPage } from "../pages/sql-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

// The longest file by far, and no test of it needs another.
test.describe.configure({ mode: "parallel" });

/**
 * Those of a list are looked at one after the other in one document, in which axe-core's code stays warm. What tells that one is
 * there is never seen on the one before it.
 */
const screens = {
  "triage and hunts": [
    { query: "", route: "/triage", ready: ["#case-headline"] },
    { query: "", route: "/triage?tab=evidence", ready: ["[role=grid]"] },
    { query: "", route: "/triage?tab=timeline", ready: ["[aria-label=Timeline]"] },
    { query: "", route: "/hunts", ready: ["#hunt-title"] },
    { query: "", route: "/hunts?tab=active", ready: ["text=Decisions"] },
    { query: "", route: "/triage?case=none", ready: ["text=could not be read"] },
  ],
  "models, insights and settings": [
    // A gate that is overridden, the upkeep of a champion.
    {
      query: "",
      route: "/models",
      ready: ["[aria-label='Drift checks']", "[aria-label='Promotion gate']", "[aria-label='Stage history']"],
    },
    { query: "", route: "/models?model=process-rarity", ready: ["text=nobody has promoted"] },
    { query: "", route: "/insights?figure=precision&of=beaconing", ready: ["text=118 cases, newest first"] },
    { query: "", route: "/insights?view=log&entry=390", ready: ["text=Taken back by entry"] },
    { query: "", route: "/settings", ready: ["text=Single-key shortcuts"] },
    { query: "", route: "/lineage", ready: ["text=Id, name or sha256"] },
    { query: "", route: "/lineage?of=anomaly:a0000001f3c9d2", ready: ["text=Recorded runs"] },
    { query: "", route: "/lineage?of=anomaly:a0000001f3c9d2&view=table", ready: ["[role=grid]"] },
    { query: "", route: "/lineage?of=decision:none", ready: ["text=could not be read"] },
  ],
  data: [
    { query: "", route: "/data", ready: ["text=zeek-core"] },
    { query: "", route: "/data?view=history", ready: ["text=Dataset versions"] },
    { query: "", route: "/data?view=rejects", ready: ["text=By reason"] },
    { query: "", route: "/data?view=sql", ready: ["[data-sql-editor] .cm-content"] },
    { query: "", route: "/data?view=inventories", ready: ["text=unixUserPassword"] },
    { query: "", route: "/data?view=entities&entity=e1", ready: ["text=Met for the first time"] },
    { query: "", route: "/data?view=entities&review=true", ready: ["text=Are these one person?"] },
    { query: "", route: "/data?view=health", ready: ["text=Fix next"] },
  ],
  "an empty workspace": [
    { query: "empty", route: "/data", ready: ["text=Drop Zeek logs"] },
    { query: "empty", route: "/data?view=rejects", ready: ["text=What an import rejects is kept here"] },
    { query: "empty", route: "/data?view=inventories", ready: ["text=No inventory yet"] },
    { query: "empty", route: "/hunts", ready: ["text=No candidates"] },
    { query: "empty", route: "/insights", ready: ["text=Judge cases in Triage"] },
    { query: "empty", route: "/insights?view=log", ready: ["text=is written here, for good"] },
    { query: "empty", route: "/triage", ready: ["text=This workspace is empty"] },
  ],
  "an engine that is slow, fails, hangs, does not answer, has stopped or decides nothing": [
    { query: "fail=triage.queue", route: "/triage", ready: ["text=Copy details"] },
    { query: "delay=100000", route: "/triage", ready: ["[aria-label='Reading the queue']"] },
    { query: "fail=all", route: "/hunts", ready: ["text=Copy details"] },
    { query: "away", route: "/models", ready: ["text=The engine does not answer; connecting again"] },
    { query: "fail=all", route: "/data", ready: ["text=Copy details"] },
    { query: "silent", route: "/triage", ready: ["text=may come back by itself"] },
    { query: "stopped", route: "/triage", ready: ["text=The engine has stopped"] },
    { query: "read-only", route: "/triage", ready: ["text=For looking only"] },
  ],
} as const;

const consoleStates = [
  { name: "a result", sql: "SELECT 1", shown: "[role=grid]" },
  { name: "a failure", sql: "SELECT nosuch", shown: "[role=alert]" },
] as const;

/** Each theme in one density: together they cover both of each without twice the time. */
test.describe("dark with compact rows, light with comfortable ones", () => {
  test.use({ colorScheme: "dark" });
  for (const { name, sql: text, shown } of consoleStates)
    test(`the SQL console with ${name} and its history: axe finds nothing`, async ({ open }) => {
      const sql = new SqlPage(await open("", "/data?view=sql"));
      await sql.write(text);
      await sql.run.click();
      await sql.outcome.locator(shown).waitFor();
      await sql.page.getByRole("button", { name: "History" }).click();
      await sql.page.getByRole("listitem").filter({ hasText: text }).waitFor();
      expect(await violations(sql.page)).toEqual([]);
    });
  for (const [name, list] of Object.entries(screens))
    test(`${name}: axe finds nothing on any screen`, async ({ open, page }) => {
      test.setTimeout(list.length * 60_000);
      const found: string[] = [];
      for (const { query, route, ready } of list) {
        for (const sign of ready) await expect(page.locator(sign), `${route} is not there yet`).toHaveCount(0);
        await open(query, route);
        for (const sign of ready) await expect(page.locator(sign).first()).toBeVisible();
        found.push(...(await violations(page)).map((one) => `${route}: ${one}`));
      }
      expect(found).toEqual([]);
    });

  test("another copy, chosen, looked through and merged: axe finds nothing", async ({ open }) => {
    const page = await open("", "/settings");
    await page.getByRole("button", { name: "Merge another copy…" }).click();
    const dialog = page.getByRole("dialog", { name: "Merge another copy" });
    await expect(dialog).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const file = { name: "quarry.sqlite", mimeType: "application/x-sqlite3", buffer: Buffer.from("SQLite") };
    await dialog.getByLabel("The other copy’s database").setInputFiles(file);
    await expect(dialog.getByRole("region", { name: "What would come" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test("inventories, compared and about to be imported: axe finds nothing", async ({ open }) => {
    const view = new InventoriesPage(await open("", "/data?view=inventories"));
    await view.page.getByRole("link", { name: "cmdb" }).click();
    await view.facts.getByRole("button", { name: /Compare with/ }).click();
    await view.choose("cmdb-2026-03-22.csv", "sys_id,name\n1,ws-1\n");
    await expect(view.preview).toBeVisible();
    await expect(view.facts.getByRole("region", { name: "Differences" })).toContainText("20 added");
    expect(await violations(view.page)).toEqual([]);
  });

  test("files about to be imported, a mapping being built and a result: axe finds nothing", async ({ open }) => {
    const imports = new ImportPage(await open("", "/data"));
    await imports.choose("conn.log", "flows.csv");
    await expect(imports.clocks).toBeVisible();
    expect(await violations(imports.page)).toEqual([]);
    await imports.files.getByRole("button", { name: "Build a mapping…" }).click();
    await expect(imports.firstRows).toContainText("First 3 rows");
    await imports.builder.getByRole("button", { name: "Values…" }).first().click();
    expect(await violations(imports.page)).toEqual([]);
    await imports.builder.getByRole("button", { name: "Use once" }).click();
    await imports.import.press("Enter");
    await expect(imports.page.getByText("1,201 events from 2 files.")).toBeVisible();
    expect(await violations(imports.page)).toEqual([]);
  });

  test("a queue under another version, before it is scored and after: axe finds nothing", async ({ open }) => {
    const models = new ModelsPage(await open("", "/models"));
    await expect(models.under.getByRole("button", { name: "Score beside the queue" })).toBeEnabled();
    expect(await violations(models.page)).toEqual([]);
    await models.scoreBeside();
    await models.under.getByRole("button", { name: "moved" }).click();
    expect(await violations(models.page)).toEqual([]);
  });

  test("a version going back, ended, put into quarantine and released: axe finds nothing", async ({ open }) => {
    const page = await open("", "/models");
    for (const [name, title] of [
      ["Roll back…", "Roll beaconing back"],
      ["Demote 7f3a9c…", "Demote beaconing 7f3a9c"],
      ["Quarantine 1c88d0", "Quarantine beaconing 1c88d0"],
    ] as const) {
      await page.getByRole("button", { name, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: title });
      await dialog.getByRole("button", { name: /^(?:Roll back|Demote|Quarantine)$/ }).click();
      await expect(dialog.getByRole("alert")).toContainText("Say why");
      expect(await violations(page)).toEqual([]);
      if (name.startsWith("Quarantine")) break;
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }
    await page.getByRole("textbox", { name: "Reason" }).fill("poisoned");
    await page.getByRole("dialog").getByRole("button", { name: "Quarantine" }).click();
    await page.getByRole("button", { name: "Release 1c88d0" }).click();
    await expect(page.getByRole("dialog", { name: "Release beaconing 1c88d0" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test("a blind review, judged, ended and what it found: axe finds nothing", async ({ open }) => {
    const page = await open("", "/models?model=process-rarity");
    await page.getByRole("button", { name: "Review blind, at least 50 cases" }).click();
    const banner = page.getByRole("region", { name: "Blind review" });
    await expect(page.getByText("version withheld")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    for (const judged of [1, 2, 3]) {
      await page.keyboard.press(judged === 1 ? "1" : "3");
      await expect(banner).toContainText(`${judged} of 3 judged`);
    }
    const end = banner.getByRole("button", { name: "End and see" });
    await expect(end).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await end.click();
    await expect(page.getByRole("table", { name: "Both lists" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test("dialogs, selection, judged rows, notes and messages: axe finds nothing", async ({ open }) => {
    const triage = new TriagePage(await open("refuse"));
    await triage.ready();
    await triage.press("1");
    await expect(triage.page.getByRole("alert")).toBeVisible();
    await triage.press("x", "Shift+J", "w", "n");
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Escape", "t");
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Control+k");
    await expect(triage.page.getByRole("combobox", { name: "Search, jump, run" })).toBeFocused();
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Escape", "b");
    await expect(triage.page.getByText("would get this verdict")).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Escape", "p");
    await expect(triage.page.getByText("would have been hidden").first()).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Escape", "?");
    await expect(triage.page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
  });

  test("marked events, Copy as and two cases side by side: axe finds nothing", async ({ open }) => {
    const triage = new TriagePage(await open("", "/triage?tab=evidence"));
    await triage.ready();
    await triage.page.getByRole("grid", { name: "Evidence" }).locator("tbody tr").first().focus();
    await triage.press("x", "ArrowDown", "x", "Shift+C");
    await expect(triage.page.getByText("cdn-metrics[.]net")).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Escape", "Escape", "x", "Shift+J", "d");
    await expect(triage.page.getByRole("region", { name: "Comparison" })).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
  });

  test("events around with their statement and a record: axe finds nothing", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("f");
    const sheet = triage.page.getByRole("region", { name: "Events around" });
    await expect(sheet.getByRole("grid")).toBeVisible();
    await triage.press("Enter");
    await sheet.getByRole("button", { name: "SQL" }).click();
    await expect(sheet.getByText("record 1004")).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
  });

  test("views of the queue: axe finds nothing", async ({ open }) => {
    const triage = new TriagePage(await open("", "/triage?model=beaconing"));
    await triage.ready();
    await triage.press("q");
    await triage.page.getByRole("textbox", { name: "Save what is shown as" }).fill("Beacons of the night shift");
    await triage.press("Enter");
    await expect(triage.page.getByRole("radio", { name: /^Beacons/ })).toBeChecked();
    expect(await violations(triage.page)).toEqual([]);
  });

  test("a word that is asked about, Help and the tour: axe finds nothing", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("F1");
    await expect(triage.page.getByRole("tooltip")).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
    await triage.press("Enter");
    await expect(triage.page.getByRole("dialog", { name: "Help" })).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
    await triage.page.getByRole("button", { name: "Tour", exact: true }).click();
    await expect(triage.page.getByRole("dialog", { name: "Tour" })).toBeVisible();
    expect(await violations(triage.page)).toEqual([]);
  });

  test("compact rows and high contrast: axe finds nothing", async ({ open }) => {
    const page = await open("", "/settings");
    await page.getByRole("combobox", { name: "Theme" }).selectOption("contrast");
    await page.getByRole("combobox", { name: "Rows" }).selectOption("compact");
    await page.getByRole("link", { name: "Triage" }).click();
    await new TriagePage(page).ready();
    expect(await violations(page)).toEqual([]);
  });
});

test("at 200 % zoom nothing is cut off sideways and the verdict keys stay in sight", async ({ open, page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  const triage = new TriagePage(await open());
  await triage.ready();
  for (const name of ["Malicious", "Benign", "External"]) await expect(triage.page.getByRole("button", { name })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("at the smallest window, 1024 by 640, everything has its place", async ({ open, page }) => {
  await page.setViewportSize({ width: 1024, height: 640 });
  const triage = new TriagePage(await open());
  await triage.ready();
  await triage.press("c");
  await expect(triage.tab(/Context/)).toHaveAttribute("aria-selected", "true");
  await expect(triage.context).toBeVisible();
  await expect(triage.page.getByRole("button", { name: "Malicious" })).toBeInViewport();
});

test("with reduced motion nothing moves by itself", async ({ open, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await new TriagePage(await open()).ready();
  expect(await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length)).toBe(0);
});

test("with forced colours the case under the cursor and the chosen tab can still be told", async ({ open, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const triage = new TriagePage(await open());
  await triage.ready();
  expect(await triage.current.evaluate((row) => getComputedStyle(row).outlineStyle)).toBe("solid");
  const colours = await page.getByRole("tab").evaluateAll((tabs) => tabs.map((tab) => getComputedStyle(tab).borderBottomColor));
  expect(colours[0]).not.toBe(colours[1]);
});
