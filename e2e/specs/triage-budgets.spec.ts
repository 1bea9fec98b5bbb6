import type { Page } from "@playwright/test";
import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

/** Hard budgets of the desk. Machines that run tests share their cores, so a figure counts when one of three tries keeps it. */
const rows = 100_000;
const tries = 3;

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;

async function bestOf(measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i += 1) best = Math.min(best, await measure());
  return best;
}

/** Milliseconds from a key to the frame in which the case has changed. */
async function keyToPaint(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const caseNow = (): string | undefined => document.querySelector<HTMLElement>("[data-pane=case]")?.dataset["anomaly"];
    const before = caseNow();
    const measured = new Promise<number>((done) => {
      addEventListener(
        "keydown",
        (event) => {
          const look = (): void => {
            if (caseNow() === before) return void requestAnimationFrame(look);
            const channel = new MessageChannel();
            channel.port1.addEventListener("message", () => done(performance.now() - event.timeStamp));
            channel.port1.start();
            channel.port2.postMessage(0);
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
    Object.assign(window, { measured });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { measured: Promise<number> }).measured);
}

test("a verdict key brings the next case within 100 ms at the 95th percentile", async ({ open }) => {
  test.slow();
  const triage = new TriagePage(await open(`rows=${String(rows)}`));
  await triage.ready();
  const p95 = await bestOf(async () => {
    const times: number[] = [];
    for (let i = 0; i < 24; i += 1) {
      times.push(await keyToPaint(triage.page, "3"));
      await triage.page.waitForTimeout(120);
    }
    return quantile(times.slice(4), 0.95);
  });
  console.log(`verdict key to next case painted: p95 ${p95.toFixed(1)} ms`);
  expect(p95).toBeLessThan(100);
});

test("the queue of 100,000 cases mounts within 250 ms of its answer and jumps to its end", async ({ open }) => {
  const triage = new TriagePage(await open(`rows=${String(rows)}`, "/settings"));
  await expect(triage.page.getByRole("heading", { name: "Keys" })).toBeVisible();
  const mount = await bestOf(async () => {
    await triage.page.evaluate(() => (location.hash = "/settings"));
    await expect(triage.page.getByRole("heading", { name: "Keys" })).toBeVisible();
    return triage.page.evaluate(async () => {
      const start = performance.now();
      location.hash = "/triage";
      while (document.querySelector("[role=listbox] [role=option]") === null) await new Promise(requestAnimationFrame);
      return performance.now() - start;
    });
  });
  console.log(`queue mount: ${mount.toFixed(1)} ms`);
  expect(mount).toBeLessThan(250);
  await triage.press("End");
  await expect(triage.current).toHaveAttribute("aria-posinset", String(rows));
  await expect(triage.current).toBeInViewport();
  await triage.press("Home");
  await expect(triage.current).toHaveAttribute("aria-posinset", "1");
});

test("scrolling through 100,000 cases shows no empty place and keeps its frames", async ({ open }) => {
  const triage = new TriagePage(await open(`rows=${String(rows)}`));
  await triage.ready();
  const blanks: number[] = [];
  const p95 = await bestOf(async () => {
    const { frames, blank } = await triage.queue.evaluate(async (list) => {
      const times: number[] = [];
      let empty = 0;
      let last = performance.now();
      for (let i = 0; i < 180; i += 1) {
        list.scrollTop += 600;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        times.push(now - last);
        last = now;
        const { left, top, height } = list.getBoundingClientRect();
        if (document.elementFromPoint(left + 60, top + height / 2) === list) empty += 1;
      }
      return { frames: times, blank: empty };
    });
    blanks.push(blank);
    return quantile(frames, 0.95);
  });
  console.log(`scroll frame: p95 ${p95.toFixed(1)} ms`);
  expect(p95).toBeLessThan(50);
  expect(Math.min(...blanks)).toBe(0);
});

test("what is loaded to begin with stays within 350 kB of compressed script", async ({ open, fakeOrigin }) => {
  const page = await open();
  await new TriagePage(page).ready();
  const sources = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("script[src],link[rel=modulepreload]")].map((tag) =>
      "src" in tag ? tag.src : tag.href,
    ),
  );
  expect(sources.length).toBeGreaterThan(0);
  const sizes = await page.evaluate(
    (urls) =>
      Promise.all(
        urls.map(async (url) => {
          const body = (await fetch(url)).body;
          return body === null ? 0 : (await new Response(body.pipeThrough(new CompressionStream("gzip"))).arrayBuffer()).byteLength;
        }),
      ),
    sources.filter((url) => url.startsWith(fakeOrigin)),
  );
  const total = sizes.reduce((a, b) => a + b, 0);
  console.log(`initial script: ${(total / 1000).toFixed(0)} kB gzip`);
  expect(total).toBeLessThan(350_000);
});
