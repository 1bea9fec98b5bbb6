/**
 * What the desk may take of an analyst's time and memory, in Chromium over 100,000 cases in memory: `npm run bench -- desk [--minutes N] [--json FILE]`.
 * Prints each figure beside its hard bound, the median of five rounds where it is a percentile, and ends with 1 when one is broken. The soak gives
 * a verdict a second for N minutes (30 unless told) and says by how much the page's heap grew from the first tenth of them to the last. The engine in
 * memory lies in that heap too, with all it was told.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright";
import { ensureChromium } from "../../electron/build/chromium.ts";
import { quantile } from "../../shared/lib/quantile.ts";
import { openFakeDesk } from "../unit-support/fake-desk-host.ts";
import { framesOfPanning, heapMegabytes, untilShown } from "./desk/in-page.ts";
import { Figures, isOver } from "./workspace/figures.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "30" }, json: { type: "string" } } });
const verdicts = 60 * Number(values.minutes);
const rows = 100_000;
const rounds = 5;
const paceMs = 150;

const figures = new Figures();
const desk = await openFakeDesk();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });

const current = (place: number): string => `[role=option][aria-current=true][aria-posinset="${place}"]`;

async function open(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${desk.origin}/?${query}#/triage`);
  await page.locator(`body:has(${current(1)}) #case-headline`).waitFor();
  return page;
}

const at = (times: readonly number[], q: number): number =>
  quantile(
    times.toSorted((a, b) => a - b),
    q,
  );

/** The median of the rounds' 95th percentiles, of so many measurements a round. */
async function percentile(name: string, hard: number, each: number, measure: (i: number) => Promise<number>): Promise<void> {
  const p95s: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times: number[] = [];
    for (let i = 0; i < each; i += 1) times.push(await measure(i));
    p95s.push(at(times, 0.95));
  }
  figures.add(`${name}, p95`, "ms", at(p95s, 0.5), { hard, n: rounds * each });
}

/** The next case with its cards and its graph, nothing of it still to come. */
function wholeCaseAfter(anomaly: string): string {
  const other = (name: string): string => `[data-${name}]:not([data-${name}="${anomaly}"])`;
  return `body:has([data-pane=case]${other("anomaly")}):has([role=application]${other("case")}):not(:has(main output[aria-label]))`;
}

async function judge(page: Page, everyMs = paceMs): Promise<number> {
  const anomaly = await page.locator("[data-pane=case]").getAttribute("data-anomaly");
  const took = await untilShown(page, ["3"], wholeCaseAfter(anomaly ?? ""));
  await page.waitForTimeout(Math.max(paceMs, everyMs - took));
  return took;
}

async function pressed(page: Page, keys: readonly string[], shows: string): Promise<number> {
  const took = await untilShown(page, keys, shows);
  await page.waitForTimeout(paceMs);
  return took;
}

try {
  const page = await open(`rows=${rows}`);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await percentile("verdict key to the whole next case", 250, 20, () => judge(page));
  await percentile("jump to an end of the queue", 100, 10, (i) =>
    i % 2 === 0 ? pressed(page, ["End"], current(rows)) : pressed(page, ["Home"], current(1)),
  );
  await percentile("palette opened and a letter painted", 100, 10, async () => {
    const took = await pressed(page, ["Control+k", "v"], '[role=combobox][value="v"]');
    await page.keyboard.press("Escape");
    await page.waitForTimeout(paceMs);
    return took;
  });
  const queue = page.getByRole("listbox", { name: "Queue" });
  for (let i = 0; i < 180; i += 1) await queue.evaluate((list) => void (list.scrollTop += 6000));
  figures.add("heap of the page, all rows scrolled through", "MB", await heapMegabytes(cdp), { hard: 300 });
  await pressed(page, ["Home"], current(1));

  const heaps: number[] = [];
  for (let i = 1; i <= verdicts; i += 1) {
    await judge(page, 1000);
    if (i % Math.ceil(verdicts / 10) !== 0 && i !== verdicts) continue;
    heaps.push(await heapMegabytes(cdp));
    process.stderr.write(`heap after ${i} verdicts: ${heaps.at(-1)?.toFixed(1)} MB\n`);
  }
  const [before = Number.NaN, after = Number.NaN] = [heaps[0], heaps.at(-1)];
  figures.add("heap's growth over the soak", "%", 100 * (after / before - 1), { hard: 15, n: verdicts });

  const wide = await open("graph=wide");
  await wide.waitForTimeout(1000);
  const p95s: number[] = [];
  for (let round = 0; round < rounds; round += 1) p95s.push(at(await framesOfPanning(wide, 60), 0.95));
  figures.add("a frame while a graph of 500 is moved, p95", "ms", at(p95s, 0.5), { hard: 50, n: rounds });
} finally {
  await browser.close();
  await desk.close();
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures.all, null, 2)}\n`);
process.exitCode = figures.all.some(isOver) ? 1 : 0;
