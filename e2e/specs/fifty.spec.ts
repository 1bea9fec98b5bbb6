import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type DeskHost, quarry, startDeskHost } from "../fixtures/desk-host.ts";
import { watch } from "../fixtures/launch.ts";
import { smallTalk } from "../fixtures/talk.ts";
import { HuntsPage } from "../pages/hunts-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

/** Fifty cases on the real engine with the mouse unplugged, in two windows of one desk. */
test.describe.configure({ mode: "serial" });

let dir = "";
let host: DeskHost;
let page: Page;
let other: Page;
const problems: (readonly string[])[] = [];

async function openWindow(newPage: () => Promise<Page>, url: string): Promise<Page> {
  const watched = await watch(await newPage());
  problems.push(watched.problems);
  await watched.page.goto(url);
  await new TriagePage(watched.page).ready();
  return watched.page;
}

test.beforeAll(async ({ browser }) => {
  test.slow();
  dir = mkdtempSync(join(tmpdir(), "quarry-fifty-"));
  const workspace = join(dir, "workspace");
  const log = join(dir, "conn.log");
  writeFileSync(log, smallTalk(3));
  for (const args of [["init"], ["import", log], ["train", "beaconing"], ["score", "beaconing", "--budget", "30"]])
    await quarry(["--workspace", workspace, ...args]);
  host = await startDeskHost(workspace);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await openWindow(() => context.newPage(), host.launchUrl);
  other = await openWindow(() => context.newPage(), await host.newLaunchUrl());
});

test.afterAll(async () => {
  await host.stop();
  rmSync(dir, { recursive: true, force: true });
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const left = async (of: Page = page): Promise<number> => Number((await of.getByText(/^[\d,]+ left/).textContent())?.match(/\d+/)?.[0]);
const becomesLeft = (n: number, of: Page = page): Promise<void> => expect.poll(() => left(of), { timeout: 20_000 }).toBe(n);

/** Goes to a control of a dialog with Tab alone. */
async function tabTo(target: ReturnType<Page["getByRole"]>): Promise<void> {
  await expect(target).toBeVisible();
  for (let i = 0; i < 60; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press("Tab");
  }
  throw new Error("Tab does not reach it");
}

let open = 0;

test("forty cases are judged one by one, and what was recorded is there whenever the page is loaded again", async () => {
  test.slow();
  open = await left();
  expect(open).toBeGreaterThanOrEqual(55);
  const verdicts = ["3", "5", "2", "3", "1"];
  for (let i = 0; i < 40; i += 1) {
    await press(verdicts[i % verdicts.length] ?? "3");
    open -= 1;
    if (i % 8 === 7) {
      // What has not left the browser goes with the page: a verdict is recorded when the other window knows of it.
      await becomesLeft(open, other);
      await page.reload();
      await new TriagePage(page).ready();
      // The address may still have named the case just judged.
      await press("Shift+n");
    }
    await becomesLeft(open);
  }
});

test("undo and redo go back and forth, and the other window says the same", async () => {
  await press("z", "z", "z");
  await becomesLeft(open + 3);
  await becomesLeft(open + 3, other);
  await press("Shift+z", "Shift+z", "Shift+z");
  await becomesLeft(open);
  await becomesLeft(open, other);
});

test("eight cases get one verdict as one decision, taken back and given again as one", async () => {
  await press("Shift+n", "x");
  for (let i = 0; i < 7; i += 1) await press("Shift+j");
  await press("b");
  const dialog = page.getByRole("dialog", { name: /Judge the 8 selected/ });
  await tabTo(dialog.getByRole("combobox", { name: "Verdict" }));
  await page.keyboard.type("Benign");
  await tabTo(dialog.getByRole("button", { name: /Mark 8 cases/ }));
  await press("Enter");
  await expect(dialog).toBeHidden();
  open -= 8;
  await becomesLeft(open);
  await press("z");
  await becomesLeft(open + 8);
  await press("Shift+z");
  await becomesLeft(open);
  await becomesLeft(open, other);
});

test("what is like a case is suppressed after its dry run, counted, and brought back as one", async () => {
  await press("Shift+n", "p");
  const dialog = page.getByRole("dialog", { name: "Suppress what is like this case" });
  await expect(dialog.getByText(/of \d+ surfaced by the runs of the last 30 days would have been hidden/)).toBeVisible();
  await tabTo(dialog.getByLabel("Why it is suppressed"));
  await page.keyboard.type("a printer polls its maker");
  await tabTo(dialog.getByRole("button", { name: "Suppress", exact: true }));
  await press("Enter");
  await expect(dialog).toBeHidden();
  const hidden = page.getByRole("button", { name: /^Hidden: [1-9]\d* suppressed/ });
  await expect(hidden).toBeVisible();
  expect(await left()).toBeLessThan(open);
  await press("z");
  await expect(hidden).toBeHidden();
  await becomesLeft(open);
});

test("a hunt is opened from a case, made active and closed with its report", async () => {
  await press("Shift+n", "h");
  const hunts = new HuntsPage(page);
  await hunts.ready();
  await expect(page).toHaveURL(/tab=backlog&id=h/);
  await press("a");
  await expect(hunts.stage(/Active/)).toHaveAttribute("aria-current", "page");
  await press("c");
  await tabTo(hunts.dialog.getByRole("combobox", { name: "Outcome" }));
  await page.keyboard.type("No finding");
  await tabTo(hunts.dialog.getByRole("checkbox", { name: /I looked for byproducts/ }));
  await press("Space");
  await tabTo(hunts.dialog.getByRole("textbox", { name: /Known to be benign/ }));
  await page.keyboard.type("198.51.100.0/24: small talk");
  await tabTo(hunts.dialog.getByRole("combobox", { name: "What happens next" }));
  await page.keyboard.type("Nothing");
  await tabTo(hunts.dialog.getByRole("button", { name: "Close the hunt" }));
  await press("Enter");
  await expect(hunts.dialog).toBeHidden();
  await expect(hunts.list("Closed")).toContainText(["no finding"]);
  await press("r");
  await expect(hunts.dialog).toContainText("# Hunt:");
  await press("Escape");
});

test("the last two of fifty are judged, both windows agree, and the log verifies", async () => {
  await press("Shift+t");
  await new TriagePage(page).ready();
  await press("Shift+n", "1");
  await becomesLeft(open - 1);
  await press("Shift+n", "3");
  await becomesLeft(open - 2);
  await becomesLeft(open - 2, other);
  await press("Control+k");
  await page.keyboard.type("verify");
  await press("Enter");
  await expect(page.getByText(/decision log verified/)).toBeVisible();
  expect(problems.flat().filter((problem) => !problem.includes("Permissions-Policy"))).toEqual([]);
});
