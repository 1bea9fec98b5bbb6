import type { CDPSession, Page } from "playwright";

interface Holder {
  readonly measured: Promise<number>;
}

/** Milliseconds from the first of some keys until the page holds what a CSS selector names, to the frame in which it is painted. */
export async function untilShown(page: Page, keys: readonly string[], selector: string): Promise<number> {
  await page.evaluate((wanted) => {
    const measured = new Promise<number>((done) => {
      const began = (event: KeyboardEvent): void => {
        const look = (): void => {
          if (document.querySelector(wanted) === null) return void requestAnimationFrame(look);
          requestAnimationFrame(() => done(performance.now() - event.timeStamp));
        };
        requestAnimationFrame(look);
      };
      addEventListener("keydown", began, { once: true, capture: true });
    });
    Object.assign(window, { measured });
  }, selector);
  for (const key of keys) await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as Holder).measured);
}

/** Milliseconds of each frame while the graph is dragged about and drawn nearer and farther by turns. */
export async function framesOfPanning(page: Page, steps: number): Promise<number[]> {
  const box = await page.getByRole("application", { name: "Context graph" }).boundingBox();
  if (box === null) throw new Error("no graph is drawn");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const note = (): void => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, { frames });
  });
  await page.mouse.move(x - 40, y - 60);
  await page.mouse.down();
  for (let i = 0; i < steps; i += 1) await page.mouse.move(x - 40 + 30 * Math.sin(i / 4), y - 60 + 30 * Math.cos(i / 4));
  await page.mouse.up();
  for (let i = 0; i < steps; i += 1) await page.mouse.wheel(0, i % 20 < 10 ? 40 : -40);
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(2));
}

/** Megabytes that the page's script holds once what nothing needs is gone. */
export async function heapMegabytes(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1e6;
}
