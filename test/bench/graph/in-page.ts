import { type CDPSession, chromium, type Page } from "playwright";
import { findChromium } from "../../../electron/build/chromium.ts";
import { openFakeDesk } from "../../unit-support/fake-desk-host.ts";
import type { Figure } from "./figure.ts";

/** How a case is come to: by going to its screen, or by the key for the next one. */
type Start = { readonly hash: string } | { readonly key: string };

/** Until the drawing of another case than before is painted and has answered a key. */
const becomeInteractive = (page: Page, start: Start): Promise<number> =>
  page.evaluate(async (how) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const drawing = (): HTMLElement | null => document.querySelector<HTMLElement>('[role="application"][aria-label="Context graph"]');
    const probe = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true });
    const isPainted = (canvas: HTMLCanvasElement): boolean => {
      if (probe === null || canvas.width === 0 || canvas.height === 0) return false;
      probe.clearRect(0, 0, 64, 64);
      probe.drawImage(canvas, 0, 0, 64, 64);
      return probe.getImageData(0, 0, 64, 64).data.some((value) => value !== 0);
    };
    const before = drawing()?.dataset["case"];
    const began = performance.now();
    if ("hash" in how) location.hash = how.hash;
    else document.body.dispatchEvent(new KeyboardEvent("keydown", { key: how.key, code: "KeyJ", bubbles: true }));
    let element = drawing();
    while (
      element === null ||
      element.dataset["case"] === before ||
      Number(element.dataset["drawn"]) < 2 ||
      ![...element.querySelectorAll("canvas")].some(isPainted)
    ) {
      await frame();
      element = drawing();
    }
    element.focus();
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    while ((document.querySelector<HTMLElement>("[data-chosen]")?.dataset["chosen"] ?? "") === "") await frame();
    await frame();
    return performance.now() - began;
  }, start);

/** Until the next fifteen neighbours that were asked for are drawn. */
const widen = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const drawing = document.querySelector<HTMLElement>('[role="application"][aria-label="Context graph"]');
    drawing?.dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true }));
    let button: HTMLButtonElement | null = null;
    while (button === null) {
      await frame();
      button = document.querySelector<HTMLButtonElement>('button[aria-label^="Draw 15 more"]');
    }
    const before = Number(drawing?.dataset["drawn"]);
    const began = performance.now();
    button.click();
    while (Number(drawing?.dataset["drawn"]) <= before) await frame();
    await frame();
    return performance.now() - began;
  });

/** Milliseconds that the page's main thread has computed since it began. */
async function computedBy(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN);
}

/** Opens and widens graphs in Chromium, each run in a page of its own, over an engine in memory that answers at once. */
export async function measureInPage(runs: number): Promise<Figure[]> {
  const desk = await openFakeDesk();
  const executablePath = findChromium();
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const steps = [
    {
      kind: "wide",
      what: "500 nodes, the desk opens with them",
      barMs: 1000,
      take: (page: Page) => becomeInteractive(page, { hash: "/triage" }),
    },
    { kind: "wide", what: "500 nodes, the next case", barMs: 1000, take: (page: Page) => becomeInteractive(page, { key: "j" }) },
    {
      kind: "hub",
      what: "hub of 5,000 neighbours, the desk opens with it",
      barMs: 1000,
      take: (page: Page) => becomeInteractive(page, { hash: "/triage" }),
    },
    {
      kind: "hub",
      what: "hub of 5,000 neighbours, the next case",
      barMs: 500,
      take: (page: Page) => becomeInteractive(page, { key: "j" }),
    },
    { kind: "hub", what: "fifteen more neighbours of a node", barMs: 500, take: widen },
  ].map((step) => ({ ...step, times: [] as number[], cpu: [] as number[] }));
  for (let run = 0; run < runs; run += 1)
    for (const kind of new Set(steps.map((step) => step.kind))) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
      await page.goto(`${desk.origin}/?graph=${kind}#/settings`);
      await page.getByRole("heading", { name: "Keys" }).waitFor();
      for (const step of steps.filter((one) => one.kind === kind)) {
        const before = await computedBy(cdp);
        step.times.push(await step.take(page));
        step.cpu.push((await computedBy(cdp)) - before);
      }
      await page.close();
    }
  await browser.close();
  await desk.close();
  return steps;
}
