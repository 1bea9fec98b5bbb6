import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test, type FileChooser } from "@playwright/test";
import { type DeskHost, quarry, startDeskHost } from "../fixtures/desk-host.ts";
import { watch } from "../fixtures/launch.ts";
import { smallTalk } from "../fixtures/talk.ts";
import { TriagePage } from "../pages/triage-page.ts";

/** The whole loop on the real engine with the mouse unplugged: import, train, score, judge, promote, export. */
test.describe.configure({ mode: "serial" });

let dir = "";
let host: DeskHost;
let page: Page;
let problems: readonly string[] = [];

test.beforeAll(async ({ browser }) => {
  dir = mkdtempSync(join(tmpdir(), "quarry-keyboard-"));
  const workspace = join(dir, "workspace");
  await quarry(["init", "--workspace", workspace]);
  writeFileSync(join(dir, "conn.log"), smallTalk(1));
  host = await startDeskHost(workspace);
  const watched = await watch(await browser.newPage({ viewport: { width: 1440, height: 900 } }));
  page = watched.page;
  problems = watched.problems;
  await page.goto(host.launchUrl);
});

test.afterAll(async () => {
  await host.stop();
  rmSync(dir, { recursive: true, force: true });
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Goes to a control with Tab alone, as far as a page of controls is long. */
async function tabTo(name: string | RegExp, role: "button" | "link" | "textbox" | "combobox" = "button"): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  await expect(target).toBeVisible();
  for (let i = 0; i < 80; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press("Tab");
  }
  throw new Error(`Tab does not reach ${String(name)}`);
}

test("telemetry comes in", async () => {
  await expect(page.getByText("This workspace is empty.")).toBeVisible();
  await press("Shift+D");
  await tabTo("Import telemetry…");
  const opened = page.waitForEvent("filechooser");
  let chooser: FileChooser | undefined;
  void opened.then((one) => (chooser = one));
  // The browser takes a key it is not ready for as not pressed.
  await expect(async () => {
    await press("Enter");
    await expect.poll(() => chooser, { timeout: 2000 }).toBeDefined();
  }).toPass();
  await (await opened).setFiles(join(dir, "conn.log"));
  await expect(page.getByRole("button", { name: "Import", exact: true })).toBeFocused();
  await press("Enter");
  await expect(page.getByText("4,600 events from 1 file.")).toBeVisible({ timeout: 60_000 });
});

test("a model is trained and scores", async () => {
  await press("Shift+M");
  await tabTo("Train…");
  await press("Enter");
  await expect(page.getByRole("dialog", { name: "Train beaconing" })).toBeVisible();
  await tabTo("Train");
  await press("Enter");
  await expect(page.getByRole("region", { name: "Messages" }).getByText(/beaconing [0-9a-f]{6} is trained/)).toBeVisible({
    timeout: 120_000,
  });
  await tabTo("Score");
  await press("Enter");
  await expect(page.getByRole("region", { name: "Messages" }).getByText(/surfaced \d+ cases/)).toBeVisible({ timeout: 120_000 });
});

test("the odd pair is in the queue, with its evidence, graph and answers", async () => {
  const triage = new TriagePage(page);
  await press("Shift+T");
  await triage.ready();
  await press("/");
  await page.keyboard.type("203.0.113.44");
  await press("Enter");
  await expect(triage.queue).toBeFocused();
  await expect(triage.current).toContainText("10.1.0.77 → 203.0.113.44");
  await press("e");
  const grid = page.getByRole("grid", { name: "Evidence" });
  await expect(grid.locator("tbody tr").first()).toBeVisible({ timeout: 30_000 });
  for (
    let i = 0;
    i < 60 &&
    !(await grid
      .locator("tbody tr")
      .first()
      .evaluate((row) => row === document.activeElement));
    i += 1
  )
    await press("Tab");
  await press("ArrowDown", "Enter");
  await expect(page.getByRole("region", { name: "Original record" })).toContainText('"uid": "B1"');
  await press("Escape", "g", "F6");
  await expect(triage.context.getByRole("heading", { name: "Next step" })).toBeVisible();
});

test("it is judged, explained, noted, undone and judged again", async () => {
  const triage = new TriagePage(page);
  await press("/", "Control+a", "Delete", "Enter");
  await expect(triage.queue).toBeFocused();
  await expect(triage.queue.getByRole("option").nth(3)).toBeVisible();
  await press("Home");
  const label = (await triage.current.locator(".mono").first().textContent()) ?? "";
  await press("1");
  await expect(triage.row(label).first()).toContainText("malicious");
  await expect(triage.queue).toBeFocused();
  await expect.poll(() => triage.place()).toBe(2);
  await press("z");
  await expect(triage.row(label).first()).not.toContainText("malicious");
  await expect.poll(() => triage.place()).toBe(1);
  await press("n");
  await page.keyboard.type("calls home");
  await expect(page.getByText("saved", { exact: true })).toBeVisible();
  await press("Escape", "1");
  await expect(triage.row(label).first()).toContainText("malicious");
  await press("3", "v", "ArrowRight");
  await page.keyboard.press("Enter");
  await expect(triage.announcement).toContainText("Reason recorded");
  await expect(page.getByText("2 of 40 today")).toBeVisible();
});

test("the model is promoted with a reason and the labels are written", async () => {
  await press("Shift+M");
  await tabTo(/^Promote/);
  await press("Enter");
  await expect(page.getByRole("dialog", { name: /Promote beaconing/ })).toBeVisible();
  await tabTo("Reason", "textbox");
  await page.keyboard.type("finds the pair we planted");
  await tabTo(/^Override: why/, "textbox");
  await page.keyboard.type("a first version; nothing was judged blind yet");
  await tabTo("Override and promote");
  await press("Enter");
  await expect(page.getByText(/champion [0-9a-f]{6}/).first()).toBeVisible();
  await press("Shift+D");
  await tabTo("NDJSON");
  await press("Enter");
  await expect(page.getByRole("region", { name: "Labels" }).getByText(/2 labels in/)).toBeVisible({ timeout: 60_000 });
});

test("every command is in the palette or the key sheet, a key can be remapped, and a taken one is refused", async () => {
  await press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Confirmed malicious");
  await press("Escape", "Control+k");
  await page.keyboard.type("settings");
  await press("Enter");
  await tabTo("Key for Next case: j");
  await press("Enter", "k");
  await expect(page.getByRole("alert")).toContainText("k already means “Previous case”");
  await press("l");
  await press("Shift+T");
  const triage = new TriagePage(page);
  await triage.ready();
  await press("Home", "l");
  await expect.poll(() => triage.place()).toBe(2);
  await press("j");
  await expect.poll(() => triage.place()).toBe(2);
});

test("nothing was complained of on the way, and the log verifies", async () => {
  await press("Control+k");
  await page.keyboard.type("verify");
  await press("Enter");
  await expect(page.getByText(/decision log verified/)).toBeVisible();
  expect(problems.filter((problem) => !problem.includes("Permissions-Policy"))).toEqual([]);
});
