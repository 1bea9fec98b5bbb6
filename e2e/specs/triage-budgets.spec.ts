import { framesOfScrolling, keyToPaint, mountTime, quantile } from "../fixtures/ui-times.ts";
import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

/** Hard budgets of the desk. Machines that run tests share their cores, so a figure counts when one of three tries keeps it. */
const rows = 100_000;
const tries = 3;

async function bestOf(measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i += 1) best = Math.min(best, await measure());
  return best;
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
  const mount = await bestOf(() => mountTime(triage.page));
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
    const { frames, blank } = await framesOfScrolling(triage);
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
