/**
 * Times of the desk over a workspace and its real engine, in a Chromium: `node e2e/measure-desk.ts WORKSPACE`. Judges some of its cases and takes that
 * back. Milliseconds go to stdout as JSON, a list of samples each.
 */
import { chromium } from "playwright";
import { ensureChromium } from "../electron/build/chromium.ts";
import { startDeskHost } from "./fixtures/desk-host.ts";
import { filterTime, framesOfScrolling, keyToPaint, longTasks, mountTime, quantile } from "./fixtures/ui-times.ts";
import { TriagePage } from "./pages/triage-page.ts";

const [workspace = ""] = process.argv.slice(2);
const rounds = 5;
const verdicts = 12;
/** Each matches something in any log of the bench. */
const texts = ["10.0.0.", "beaconing", "10.0"];

const host = await startDeskHost(workspace);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const started = performance.now();
  await page.goto(host.launchUrl);
  const triage = new TriagePage(page);
  await triage.headline.waitFor({ timeout: 60_000 });
  const shown = performance.now() - started;
  // The desk opens with the filter that it was left with.
  await triage.filter.fill("");
  await triage.queue.focus();
  await triage.ready();
  const keys: number[] = [];
  const mounts: number[] = [];
  const frames: number[] = [];
  const filters: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times: number[] = [];
    for (let i = 0; i < verdicts; i += 1) {
      times.push(await keyToPaint(page, "3"));
      await page.waitForTimeout(300);
    }
    keys.push(quantile(times, 0.95));
    for (let i = 0; i < verdicts; i += 1) {
      await triage.press("z");
      await page.waitForTimeout(300);
    }
    for (const text of texts) filters.push(await filterTime(triage, text));
    // What was taken back may have gone far down the learnt order: from the top again.
    await triage.filter.fill("");
    await triage.queue.focus();
    await triage.press("Home");
    await triage.ready();
    mounts.push(await mountTime(page));
    await triage.ready();
    frames.push(quantile((await framesOfScrolling(triage)).frames, 0.95));
    await triage.press("Home");
  }
  const busyKeys: number[] = [];
  await page.goto(`${new URL(page.url()).origin}/#/models?model=beaconing`);
  const tasks = await longTasks(page);
  await page.getByRole("button", { name: "Score", exact: true }).click();
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Triage" }).click();
  await triage.ready();
  const cancel = page.locator("footer").getByRole("button", { name: "cancel" });
  while (busyKeys.length < 3 * verdicts && (await cancel.isVisible())) {
    busyKeys.push(await keyToPaint(page, busyKeys.length % 2 === 0 ? "j" : "k"));
    await page.waitForTimeout(300);
  }
  const tasksWhileBusy = await tasks.evaluate((seen) => seen);
  if (await cancel.isVisible()) await cancel.click();
  process.stdout.write(`${JSON.stringify({ shown: [shown], keys, mounts, frames, filters, busyKeys, tasksWhileBusy })}\n`);
} finally {
  await browser.close();
  await host.stop();
}
